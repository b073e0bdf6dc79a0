using System.Diagnostics;
using System.Globalization;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Http.Answers;
using JourneyStore.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace JourneyStore.Http.Problems;

/// <summary>An answer that says why not: RFC 9457 with a stable code.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">For people.</param>
internal sealed record Problem(int Status, string Code, string Detail) : IResult
{
    public const string MediaType = "application/problem+json";

    /// <summary>The parameter that is wrong; null: none.</summary>
    public string? Parameter { get; init; }

    /// <summary>The scope that is missing; null: none.</summary>
    public string? Scope { get; init; }

    /// <summary>The position asked for; null: none was.</summary>
    public long? Asked { get; init; }

    /// <summary>The position reached; null: no matter.</summary>
    public long? Position { get; init; }

    /// <summary>When to try again; null: not by itself.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Response headers that belong to the problem.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static Problem Of(int status, Rejection rejection) => new(status, rejection.Code, rejection.Reason);

    public static Problem Of(StoreException refusal, HttpOptions options) => refusal switch
    {
        NotFoundException => new Problem(StatusCodes.Status404NotFound, refusal.Code, refusal.Message),
        BadParameterException bad => new Problem(StatusCodes.Status400BadRequest, bad.Code, bad.Message) { Parameter = bad.Parameter },
        BadFactException bad => new Problem(StatusCodes.Status400BadRequest, bad.Code, bad.Message) { Parameter = TextCheck.Quote($"facts.{bad.Fact}").Trim('\'') },
        NotFreshException old => new Problem(StatusCodes.Status409Conflict, old.Code, old.Message) { Asked = old.Asked, Position = old.Position },
        IntakeFullException full => new Problem(StatusCodes.Status429TooManyRequests, full.Code, full.Message) { RetryAfter = full.RetryAfter },
        StoreUnavailableException =>
            new Problem(StatusCodes.Status503ServiceUnavailable, refusal.Code, refusal.Message) { RetryAfter = options.RetryWhenAway },
        StoreSlowException =>
            new Problem(StatusCodes.Status503ServiceUnavailable, refusal.Code, refusal.Message) { RetryAfter = options.RetryWhenAway },
        { Code: "stopping" } => new Problem(StatusCodes.Status503ServiceUnavailable, refusal.Code, refusal.Message) { RetryAfter = options.RetryWhenAway },
        { Code: "rebuild-beside" or "erasure-beside" or "was-split" or "one-customer" or "not-theirs" or "nothing-left" or "busy" } => new Problem(StatusCodes.Status409Conflict, refusal.Code, refusal.Message),
        { Code: "not-storable" } => new Problem(StatusCodes.Status500InternalServerError, refusal.Code, refusal.Message),
        _ => new Problem(StatusCodes.Status400BadRequest, refusal.Code, refusal.Message),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers) response.Headers[name] = value;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        var answer = new ProblemAnswer("about:blank", ReasonPhrases.GetReasonPhrase(Status), Status, Code, Detail)
        {
            Instance = httpContext.Request.Path.Value,
            Parameter = Parameter,
            Scope = Scope,
            Asked = Asked,
            Position = Position,
            TraceId = Status >= 500 ? TraceIdOf(httpContext) : null,
        };
        return response.WriteAsJsonAsync(answer, AnswerJson.Shared.ProblemAnswer, MediaType, httpContext.RequestAborted);
    }

    public static string TraceIdOf(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
}
