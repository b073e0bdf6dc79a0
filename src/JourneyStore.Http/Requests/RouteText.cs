using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace JourneyStore.Http.Requests;

/// <summary>
/// Parts of the path as they were written. The server decodes a path once but leaves an escaped slash, so what it hands over cannot be
/// told apart from a slash escaped twice; keys and identifiers hold anything, so they are read from what came over the wire.
/// </summary>
internal static class RouteText
{
    // Every route of ours begins with it, and none has it again.
    private const string First = "v1";

    /// <summary>The customer named by the third part of the path.</summary>
    /// <exception cref="BadParameterException">The part is no reference.</exception>
    public static CustomerRef Customer(HttpContext http)
    {
        var written = Written(http, 3).ToString();
        if (CustomerRef.TryParse(Uri.UnescapeDataString(written), out var reference, out var problem)) return reference;
        // Whoever escapes an identifier once, for its own sake, and forgets that a path is escaped too, is understood as well.
        return CustomerRef.TryParse(written, out reference, out _) ? reference : throw new BadParameterException("ref", $"ref: {problem}.");
    }

    /// <summary>The rest of the path from a part on, decoded once, slashes and all.</summary>
    public static string Rest(HttpContext http, int part) => Uri.UnescapeDataString(WrittenRest(http, part).ToString());

    /// <summary>How many parts stand before those of the route itself, where it was mapped under a prefix.</summary>
    private static int Prefix(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.PathSegments: var segments }) return 0;
        var at = segments.Count - 1;
        while (at > 0 && segments[at] is not { Parts: [RoutePatternLiteralPart { Content: First }] }) at--;
        return Math.Max(at, 0);
    }

    private static ReadOnlySpan<char> Written(HttpContext http, int part)
    {
        var rest = WrittenRest(http, part);
        var end = rest.IndexOf('/');
        return end < 0 ? rest : rest[..end];
    }

    private static ReadOnlySpan<char> WrittenRest(HttpContext http, int part)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var question = target.IndexOf('?');
        if (question >= 0) target = target[..question];
        if (!target.StartsWith("/"))
        {
            // A proxy may send the whole address.
            var authority = target.IndexOf("://");
            target = authority < 0 ? target : target[(authority + 3)..];
            var path = target.IndexOf('/');
            target = path < 0 ? "" : target[path..];
        }
        var skip = part + Prefix(http) + (http.Request.PathBase.Value?.AsSpan().Count('/') ?? 0);
        for (; skip > 0 && target.IndexOf('/') is var slash and >= 0; skip--) target = target[(slash + 1)..];
        return skip > 0 ? "" : target;
    }
}
