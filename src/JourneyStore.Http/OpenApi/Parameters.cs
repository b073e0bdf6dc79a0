using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace JourneyStore.Http.OpenApi;

/// <summary>A parameter of a route, for the OpenAPI document; handlers read theirs by hand, to say exactly what is wrong with one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Describes">What it means.</param>
/// <param name="Format">Its format; null: none.</param>
internal sealed record Parameter(string Name, ParameterLocation Place, JsonSchemaType Type, string Describes, string? Format = null);

/// <summary>The parameters of our routes, each said once.</summary>
internal static class Parameters
{
    public static Parameter Ref { get; } = InPath("ref", "type:value, for instance email:ann@example.org (in the value , : and % are percent-encoded), or a bare customer id");
    public static Parameter View { get; } = InPath("name", "Name of the read model");
    public static Parameter Key { get; } = InPath("key", "Key of the row");
    public static Parameter Policy { get; } = InPath("policy", "Name of the policy");
    public static Parameter DecisionId { get; } = InPath("id", "Id of the decision");
    public static Parameter Limit { get; } = InQuery("limit", JsonSchemaType.Integer, "Most entries, 1 to 1,000; default 50");
    public static Parameter Before { get; } = InQuery("before", JsonSchemaType.String, "next of the page before");
    public static Parameter After { get; } = InQuery("after", JsonSchemaType.String, "next of the page before");
    public static Parameter AfterNumber { get; } = InQuery("after", JsonSchemaType.Integer, "next of the page before");
    public static Parameter Projection { get; } = InQuery("projection", JsonSchemaType.String, "Only of this projection");
    public static Parameter Reaction { get; } = InQuery("reaction", JsonSchemaType.String, "Only of this reaction");
    public static Parameter By { get; } = InQuery("by", JsonSchemaType.String, "Who decides, beside the key that asks; kept in the receipt");
    public static Parameter Why { get; } = InQuery("why", JsonSchemaType.String, "Why, 1 to 500 characters; needed, kept in the receipt, and so to name nobody");
    public static Parameter DryRun { get; } = InQuery("dryRun", JsonSchemaType.Boolean, "true: change nothing, and say what would be; default false");
    public static Parameter Type { get; } = InQuery("type", JsonSchemaType.String, "Only this event type");
    public static Parameter From { get; } = Moment("from", "Not before this moment");
    public static Parameter To { get; } = Moment("to", "Before this moment");
    public static Parameter AsOf { get; } = Moment("asOf", "As things truly were by then: what occurred later is left out, whenever it arrived");
    public static Parameter KnownAt { get; } = Moment("knownAt", "What the store knew by then: what was recorded later is left out");
    public static Parameter MinPosition { get; } = InQuery("minPosition", JsonSchemaType.Integer, "At least this fresh, or 409 not-fresh");
    public static Parameter WaitMs { get; } = InQuery("waitMs", JsonSchemaType.Integer, "How long to wait for minPosition, in milliseconds, at most 30,000; default 0");

    /// <summary>Names the parameters that a route takes. A parameter in the query that is none of them is refused: it is most likely one of them,
    /// misspelt.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder route, params Parameter[] parameters) where TBuilder : IEndpointConventionBuilder
    {
        string[] known = [.. parameters.Where(parameter => parameter.Place == ParameterLocation.Query).Select(parameter => parameter.Name)];
        return route.WithMetadata(parameters.ToArray<object>()).AddEndpointFilter(async (asked, next) =>
        {
            asked.HttpContext.Request.Query.Allow(known);
            return await next(asked);
        });
    }

    private static Parameter InPath(string name, string describes) => new(name, ParameterLocation.Path, JsonSchemaType.String, describes);

    private static Parameter InQuery(string name, JsonSchemaType type, string describes) => new(name, ParameterLocation.Query, type, describes);

    private static Parameter Moment(string name, string describes) =>
        new(name, ParameterLocation.Query, JsonSchemaType.String, describes, "date-time");
}
