using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/parked</c>: customers and cases that wait for one projection, because it cannot fold one of their events.</summary>
internal static class Parked
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/parked", List)
            .Needs(Scopes.Admin)
            .WithName("listParked")
            .WithSummary("Customers and cases that projections have parked, longest parked first, with the reasons.")
            .Takes(Parameters.Projection, Parameters.Limit, Parameters.AfterNumber)
            .Answers<ParkedPage>(200)
            .Problems(400, 404, 503);
        routes.MapGet("/v1/parked/skipped", Skipped)
            .Needs(Scopes.Admin)
            .WithName("listSkipped")
            .WithSummary("Events that projections leave out, oldest decision first: who decided, and why.")
            .Takes(Parameters.Projection, Parameters.Limit, Parameters.AfterNumber)
            .Answers<SkippedPage>(200)
            .Problems(400, 404, 503);
        routes.MapPost("/v1/parked/retry", Retry)
            .Needs(Scopes.Admin)
            .WithName("retryParked")
            .WithSummary("Fold a parked customer or case again, or all of a projection; what can be folded goes on.")
            .WithMetadata(new JsonBody(typeof(ParkedOrder)))
            .Answers<ParkedOutcome>(200)
            .Problems(400, 404, 413, 415, 503);
        routes.MapPost("/v1/parked/skip", Skip)
            .Needs(Scopes.Admin)
            .WithName("skipParked")
            .WithSummary("Leave out, for ever and in this projection only, the event that a customer or case is parked for. Recorded.")
            .WithMetadata(new JsonBody(typeof(ParkedOrder)))
            .Answers<ParkedOutcome>(200)
            .Problems(400, 404, 409, 413, 415, 503);
    }

    private static async Task<IResult> List(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var query = http.Request.Query;
        var page = await engine.Parked.ListAsync(
            caller.Tenant, query.Text("projection"), query.Limit(50), query.Number("after", 0, long.MaxValue), http.RequestAborted);
        return TypedResults.Json(page, AnswerJson.Shared.ParkedPage);
    }

    private static async Task<IResult> Skipped(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var query = http.Request.Query;
        var page = await engine.Parked.SkippedAsync(
            caller.Tenant, query.Text("projection"), query.Limit(50), query.Number("after", 0, long.MaxValue), http.RequestAborted);
        return TypedResults.Json(page, AnswerJson.Shared.SkippedPage);
    }

    private static async Task<IResult> Retry(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var (order, problem) = await ParkedBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null) return problem;
        return TypedResults.Json(
            await engine.Parked.RetryAsync(caller.Tenant, order!.Projection, order.Group, http.RequestAborted), AnswerJson.Shared.ParkedOutcome);
    }

    private static async Task<IResult> Skip(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var (order, problem) = await ParkedBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null) return problem;
        if (order!.Group is not { Length: > 0 } group) return ParkedBody.Bad("group", "group names what is parked").Item2!;
        // Whoever is named besides, the key that asked is what is known.
        var by = order.By is { Length: > 0 } named ? $"{named} (key {caller.Name})" : $"key {caller.Name}";
        var outcome =
            await engine.Parked.SkipAsync(caller.Tenant, order.Projection, group, order.Position, by, order.Reason ?? "", http.RequestAborted);
        return TypedResults.Json(outcome, AnswerJson.Shared.ParkedOutcome);
    }
}
