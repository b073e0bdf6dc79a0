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

/// <summary><c>/v1/customers/{ref}/merge</c>: two customers are one.</summary>
internal static class Merge
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/customers/{ref}/merge", Run)
        .Needs(Scopes.Admin)
        .WithName("mergeCustomers")
        .WithSummary("Join two customers who are one, whatever the rules of their identifiers say; or, with dryRun, see what that would change.")
        .Takes(Parameters.Ref)
        .WithMetadata(new JsonBody(typeof(MergeOrder)))
        .Answers<MergeReport>(200)
        .Problems(400, 404, 409, 413, 415, 429, 503);

    private static async Task<IResult> Run(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var customer = RouteText.Customer(http);
        var (order, other, problem) = await MergeBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null) return problem;
        var by = order!.By is { Length: > 0 } named ? $"{named} (key {caller.Name})" : $"key {caller.Name}";
        var report = await engine.MergeAsync(caller.Tenant, customer, other, by, order.Reason, order.DryRun, http.RequestAborted);
        return TypedResults.Json(report, AnswerJson.Shared.MergeReport);
    }
}
