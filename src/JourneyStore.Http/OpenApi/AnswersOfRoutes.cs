using JourneyStore.Http.Answers;
using JourneyStore.Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Http.OpenApi;

/// <summary>Marks a route that takes events: its bodies are described in the document by hand.</summary>
internal sealed record EventBodies;

/// <summary>
/// The JSON body of a route, for the document only. The framework's own way of saying it would also let routing refuse other media types,
/// before we can say what is expected.
/// </summary>
/// <param name="Type">Its shape.</param>
internal sealed record JsonBody(Type Type);

/// <summary>What routes say of their answers, for the OpenAPI document.</summary>
internal static class AnswersOfRoutes
{
    public static RouteHandlerBuilder Answers<TAnswer>(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) route.Produces<TAnswer>(status, "application/json");
        return route;
    }

    /// <summary>The problems of a route beyond those of every route.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) route.Produces<ProblemAnswer>(status, Problem.MediaType);
        return route.Produces<ProblemAnswer>(StatusCodes.Status500InternalServerError, Problem.MediaType);
    }
}
