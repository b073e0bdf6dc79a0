using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Persons;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/customers/{ref}</c> as a person with rights: all that is held, told or erased; and <c>/v1/erasures</c>.</summary>
internal static class Persons
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/customers/{ref}/export", Export)
            .Needs(Scopes.Admin)
            .WithName("exportCustomer")
            .WithSummary("All that the store holds about a person, as one JSON document.")
            .Takes(Parameters.Ref)
            .Answers<ExportAnswer>(200)
            .Problems(400, 404, 503)
            .DisableRequestTimeout();
        routes.MapDelete("/v1/customers/{ref}", Erase)
            .Needs(Scopes.Admin)
            .WithName("eraseCustomer")
            .WithSummary("Make a person's data unreadable everywhere in the store; the events stay, without the person. Recorded. There is no way back.")
            .Takes(Parameters.Ref, Parameters.By, Parameters.Why, Parameters.DryRun)
            .Answers<ErasureOutcome>(200)
            .Problems(400, 404, 409, 503);
        routes.MapGet("/v1/erasures", List)
            .Needs(Scopes.Admin)
            .WithName("listErasures")
            .WithSummary("The receipts of erasures, oldest first: who decided, when, why, and what was taken out.")
            .Takes(Parameters.Limit, Parameters.AfterNumber)
            .Answers<ErasurePage>(200)
            .Problems(400, 503);
    }

    private static async Task Export(HttpContext http, JourneyEngine engine, Caller caller)
    {
        await using var export = await engine.OpenExportAsync(caller.Tenant, RouteText.Customer(http), http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await export.WriteAsync(http.Response.Body, http.RequestAborted);
    }

    private static async Task<IResult> Erase(HttpContext http, JourneyEngine engine, Caller caller)
    {
        var query = http.Request.Query;
        // Whoever is named besides, the key that asked is what is known.
        var by = query.Text("by") is { } named ? $"{named} (key {caller.Name})" : $"key {caller.Name}";
        var why = query.Text("why") ?? throw new BadParameterException("why", "why says why the person is erased, and names nobody; it is kept in the receipt.");
        var outcome = await engine.EraseAsync(caller.Tenant, RouteText.Customer(http), by, why, query.Flag("dryRun"), http.RequestAborted);
        return TypedResults.Json(outcome, AnswerJson.Shared.ErasureOutcome);
    }

    private static async Task<IResult> List(HttpContext http, JourneyEngine engine, Caller caller) =>
        TypedResults.Json(
            await engine.ErasuresAsync(
                caller.Tenant, http.Request.Query.Limit(50), http.Request.Query.Number("after", 0, long.MaxValue), http.RequestAborted),
            AnswerJson.Shared.ErasurePage);
}
