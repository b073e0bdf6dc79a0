using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.OpenApi;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JourneyStore.Http.Routes;

/// <summary><c>/v1/policies</c> and <c>/v1/decisions</c>: who can be asked what a step should do now, the asking, and why it did what it
/// did.</summary>
internal static class Decisions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/policies", List)
            .Needs(Scopes.Read)
            .WithName("listPolicies")
            .WithSummary("The policies, and the facts that each takes.")
            .Answers<PoliciesAnswer>(200)
            .Problems();
        routes.MapPost("/v1/decisions/{policy}", Decide)
            .Needs(Scopes.Decide)
            .WithName("decide")
            .WithSummary("Ask a policy what to do now for a customer; the decision is recorded.")
            .Takes(Parameters.Policy)
            .WithMetadata(new JsonBody(typeof(DecisionQuestion)))
            .Answers<DecisionAnswer>(200)
            .Problems(400, 404, 409, 413, 415, 429, 503);
        routes.MapGet("/v1/decisions/{id}", Receipt)
            .Needs(Scopes.Read)
            .WithName("getDecision")
            .WithSummary("The receipt of a decision.")
            .Takes(Parameters.DecisionId)
            .Answers<DecisionAnswer>(200)
            .Problems(404, 503);
        routes.MapGet("/v1/decisions/{id}/explain", Explain)
            .Needs(Scopes.Read)
            .WithName("explainDecision")
            .WithSummary("The decision derived again from the events that it saw.")
            .Takes(Parameters.DecisionId)
            .Answers<ExplanationAnswer>(200)
            .Problems(404, 503);
    }

    // A caller is asked for although the answer is the same for all: it is a caller's key that opens the route.
    private static IResult List(JourneyEngine engine, Caller caller) =>
        TypedResults.Json(PoliciesAnswer.Of(engine.Inventory.Policies), AnswerJson.Shared.PoliciesAnswer);

    private static async Task<IResult> Decide(HttpContext http, string policy, JourneyEngine engine, Caller caller, HttpOptions options)
    {
        var (question, problem) = await DecisionBody.ReadAsync(http.Request, options.MaxDecisionBytes, http.RequestAborted);
        if (problem is not null) return problem;
        var receipt = await engine.DecideAsync(caller.Tenant, policy, question!, http.RequestAborted);
        return TypedResults.Json(DecisionAnswer.Of(receipt), AnswerJson.Shared.DecisionAnswer);
    }

    private static async Task<IResult> Receipt(string id, HttpContext http, JourneyEngine engine, Caller caller) =>
        TypedResults.Json(DecisionAnswer.Of(await engine.DecisionAsync(caller.Tenant, id, http.RequestAborted)), AnswerJson.Shared.DecisionAnswer);

    private static async Task<IResult> Explain(string id, HttpContext http, JourneyEngine engine, Caller caller) =>
        TypedResults.Json(ExplanationAnswer.Of(await engine.ExplainAsync(caller.Tenant, id, http.RequestAborted)),
            AnswerJson.Shared.ExplanationAnswer);
}
