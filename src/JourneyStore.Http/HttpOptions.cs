using JourneyStore.Http.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JourneyStore.Http;

/// <summary>How the HTTP face behaves.</summary>
public sealed record HttpOptions
{
    /// <summary>No keys are asked and everything is allowed, but only from this machine. Default false.</summary>
    public bool Dev { get; init; }

    /// <summary>Most bytes of a request's body after decompression. Default 5 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Most bytes of the body of a question for a decision. Default 256 KiB.</summary>
    public int MaxDecisionBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Most bytes that the bodies of all requests under way hold together; a request for whose body there is no room is answered 429
    /// before it is read on. Default 128 MiB.
    /// </summary>
    public long MaxBytesUnderWay { get; init; } = 128L * 1024 * 1024;

    /// <summary>How long one request may take before it is answered with 504. Default 60 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a caller is asked to wait when the database is away. Default 5 s.</summary>
    public TimeSpan RetryWhenAway { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Who asks, where the application knows that by itself (its own authentication, put before the routes); null of a request that it knows nobody
    /// of. Null, the default:
    /// the store's own keys are asked.
    /// </summary>
    public Func<HttpContext, Caller?>? CallerOf { get; init; }

    /// <summary>Those of the route asked for; how routes get them.</summary>
    /// <param name="http">The request.</param>
    public static ValueTask<HttpOptions> BindAsync(HttpContext http) =>
        ValueTask.FromResult(JourneyFace.Of(http)?.Options ?? http.RequestServices.GetRequiredService<HttpOptions>());
}
