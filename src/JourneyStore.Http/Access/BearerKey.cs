using Microsoft.Extensions.Primitives;

namespace JourneyStore.Http.Access;

/// <summary>Reads <c>Authorization: Bearer KEY</c>.</summary>
internal static class BearerKey
{
    /// <summary>Longest key that is looked at.</summary>
    private const int MaxLength = 256;

    /// <summary>The key; null: the header is absent, or is something else than one <c>Bearer</c> with one word.</summary>
    /// <param name="authorization">The header's values.</param>
    /// <param name="isAbsent">Whether there is no header at all.</param>
    public static string? Read(StringValues authorization, out bool isAbsent)
    {
        isAbsent = StringValues.IsNullOrEmpty(authorization);
        if (authorization.Count != 1) return null;
        var text = authorization.ToString().AsSpan().Trim();
        if (!text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        var key = text["Bearer ".Length..].Trim();
        return key.Length is 0 or > MaxLength || key.IndexOfAny(' ', '\t', ',') >= 0 ? null : key.ToString();
    }
}
