using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/health</c>: for whoever starts, restarts and routes to this process. Open.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", Live)
            .WithName("live")
            .WithSummary("The process is up. Says nothing of the database: a restart would not bring that back.")
            .Answers<HealthAnswer>(200);
        routes.MapGet("/health/ready", Ready)
            .WithName("ready")
            .WithSummary("Events can be stored now.")
            .Answers<HealthAnswer>(200)
            .Problems(503);
    }

    private static IResult Live() => TypedResults.Json(new HealthAnswer("live", []), AnswerJson.Shared.HealthAnswer);

    private static async Task<IResult> Ready(HttpContext http, JourneyEngine engine, HttpOptions options)
    {
        try
        {
            if (await engine.ReadyAsync(http.RequestAborted))
                return TypedResults.Json(new HealthAnswer("ready", [.. engine.Degraded]), AnswerJson.Shared.HealthAnswer);
            return NotReady("The database does not answer or does not get on, or its schema is not there.", options);
        }
        catch (StoreException refusal)
        {
            return NotReady(refusal.Message, options);
        }
    }

    private static Problem NotReady(string reason, HttpOptions options) =>
        new(503, ProblemCodes.NotReady, reason) { RetryAfter = options.RetryWhenAway };
}
