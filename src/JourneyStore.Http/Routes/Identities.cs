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

/// <summary><c>/v1/customers/{ref}/merge</c> and <c>/split</c>: two customers are one, one is two.</summary>
internal static class Identities
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/customers/{ref}/merge", Merge)
            .Needs(Scopes.Admin)
            .WithName("mergeCustomers")
            .WithSummary("Join two customers who are one, whatever the rules of their identifiers say; or, with dryRun, see what that would change.")
            .Takes(Parameters.Ref)
            .WithMetadata(new JsonBody(typeof(MergeOrder)))
            .Answers<MergeReport>(200)
            .Problems(400, 404, 409, 413, 415, 429, 503);
        routes.MapPost("/v1/customers/{ref}/split", Split)
            .Needs(Scopes.Admin)
            .WithName("splitCustomer")
            .WithSummary("Take identifiers, and the events that came with them, out of a customer; or, with dryRun, see what that would change.")
            .Takes(Parameters.Ref)
            .WithMetadata(new JsonBody(typeof(SplitOrder)))
            .Answers<SplitReport>(200)
            .Problems(400, 404, 409, 413, 415, 429, 503);
    }

    private static async Task<IResult> Merge(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var customer = RouteText.Customer(http);
        var (order, problem) = await IdentityBody.ReadAsync(http.Request, "with", http.RequestAborted);
        if (problem is not null) return problem;
        var report = await engine.MergeAsync(
            caller.Tenant, customer, order!.With, By(order, caller), order.Reason, order.DryRun, http.RequestAborted);
        return TypedResults.Json(report, AnswerJson.Shared.MergeReport);
    }

    private static async Task<IResult> Split(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var customer = RouteText.Customer(http);
        var (order, problem) = await IdentityBody.ReadAsync(http.Request, "identifiers", http.RequestAborted);
        if (problem is not null) return problem;
        var report = await engine.SplitAsync(
            caller.Tenant, customer, order!.Identifiers, By(order, caller), order.Reason, order.DryRun, http.RequestAborted);
        return TypedResults.Json(report, AnswerJson.Shared.SplitReport);
    }

    // Whoever is named besides, the key that asked is what is known.
    private static string By(IdentityOrder order, Caller caller) =>
        order.By is { Length: > 0 } named ? $"{named} (key {caller.Name})" : $"key {caller.Name}";
}
