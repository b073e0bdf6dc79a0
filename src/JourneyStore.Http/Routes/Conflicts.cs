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

/// <summary><c>/v1/conflicts</c>: identifiers that events named although they belong to somebody else.</summary>
internal static class Conflicts
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/conflicts", List)
        .Needs(Scopes.Admin)
        .WithName("listConflicts")
        .WithSummary("Identifiers that events named although they belong to another customer, oldest first.")
        .Takes(Parameters.Limit, Parameters.AfterNumber)
        .Answers<ConflictPage>(200)
        .Problems(400, 503);

    private static async Task<IResult> List(HttpContext http, JourneyEngine engine, Caller caller) =>
        TypedResults.Json(
            await engine.Conflicts.PageAsync(
                caller.Tenant, http.Request.Query.Limit(50), http.Request.Query.Number("after", 0, long.MaxValue), http.RequestAborted),
            AnswerJson.Shared.ConflictPage);
}
