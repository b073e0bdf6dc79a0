using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Reactions;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/undelivered</c>: events on which handlers failed for good.</summary>
internal static class Undelivered
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/undelivered", List)
            .Needs(Scopes.Admin)
            .WithName("listUndelivered")
            .WithSummary("Events on which reactions failed for good, oldest first, with the reasons.")
            .Takes(Parameters.Reaction, Parameters.Limit, Parameters.After)
            .Answers<DeadDeliveryPage>(200)
            .Problems(400, 503);
        routes.MapPost("/v1/undelivered/retry", Retry)
            .Needs(Scopes.Admin)
            .WithName("retryUndelivered")
            .WithSummary("Have them told again, with the idempotency keys that they had: one by its key, those of a reaction, or all.")
            .WithMetadata(new JsonBody(typeof(UndeliveredOrder)))
            .Answers<RetriedAnswer>(200)
            .Problems(400, 413, 415, 503);
        routes.MapPost("/v1/undelivered/discard", Discard)
            .Needs(Scopes.Admin)
            .WithName("discardUndelivered")
            .WithSummary("Throw them away: one by its key, or those of a reaction. Nobody is told of these events any more.")
            .WithMetadata(new JsonBody(typeof(UndeliveredOrder)))
            .Answers<DiscardedAnswer>(200)
            .Problems(400, 413, 415, 503);
    }

    private static async Task<IResult> List(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var query = http.Request.Query;
        var page = await engine.Dead.ListAsync(caller.Tenant, query.Text("reaction"), query.Limit(50), query.Text("after"), http.RequestAborted);
        return TypedResults.Json(page, AnswerJson.Shared.DeadDeliveryPage);
    }

    private static async Task<IResult> Retry(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var (order, problem) = await UndeliveredBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null) return problem;
        var retried = await engine.Dead.RetryAsync(caller.Tenant, order!.Reaction, http.RequestAborted, order.Key);
        return TypedResults.Json(new RetriedAnswer(retried), AnswerJson.Shared.RetriedAnswer);
    }

    private static async Task<IResult> Discard(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var (order, problem) = await UndeliveredBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null) return problem;
        // What is thrown away is gone; nobody throws away everything by leaving something out.
        if (order!.Reaction is null && order.Key is null)
            return UndeliveredBody.Bad("reaction", "reaction or key names what is to be thrown away").Item2!;
        var discarded = await engine.Dead.DiscardAsync(caller.Tenant, order.Reaction, http.RequestAborted, order.Key);
        return TypedResults.Json(new DiscardedAnswer(discarded), AnswerJson.Shared.DiscardedAnswer);
    }
}
