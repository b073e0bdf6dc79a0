using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Identity;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/held</c>: events that are kept but not yet bound to a customer.</summary>
internal static class Held
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/held", List)
            .Needs(Scopes.Admin)
            .WithName("listHeld")
            .WithSummary("Events not yet bound to a customer, oldest first, with the reasons.")
            .Takes(Parameters.Limit, Parameters.AfterNumber)
            .Answers<HeldAnswer>(200)
            .Problems(400, 503);
        routes.MapPost("/v1/held/retry", Retry)
            .Needs(Scopes.Admin)
            .WithName("retryHeld")
            .WithSummary("Try to bind the held events again.")
            .Answers<HeldRetry>(200)
            .Problems(503);
    }

    private static async Task<IResult> List(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var page = await engine.HeldAsync(
            caller.Tenant, http.Request.Query.Limit(50), http.Request.Query.Number("after", 0, long.MaxValue), http.RequestAborted);
        return TypedResults.Json(HeldAnswer.Of(page), AnswerJson.Shared.HeldAnswer);
    }

    private static async Task<IResult> Retry(HttpContext http, JourneyEngine engine, Caller caller) =>
        TypedResults.Json(await engine.RetryHeldAsync(caller.Tenant, http.RequestAborted), AnswerJson.Shared.HeldRetry);
}
