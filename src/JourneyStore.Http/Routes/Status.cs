using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Status;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/status</c>: where the store stands.</summary>
internal static class Status
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/status", Get)
            .Needs(Scopes.Admin)
            .WithName("getStatus")
            .WithSummary("Positions, lag of the projections, what they have parked, deliveries of reactions, queue, held events, sizes.")
            .Answers<StoreStatus>(200)
            .Problems(503);

    private static async Task<IResult> Get(HttpContext http, JourneyEngine engine, Caller caller) =>
        TypedResults.Json(await engine.StatusAsync(http.RequestAborted, caller.Tenant), AnswerJson.Shared.StoreStatus);
}
