using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JourneyStore.Http.Answers;

/// <summary>A problem as it is written (RFC 9457).</summary>
internal sealed record ProblemAnswer(
    string Type,
    [property: Description("What the status means.")] string Title,
    int Status,
    [property: Description("Stable, lower-case, hyphenated: what programs decide by.")] string Code,
    [property: Description("What was expected and found, and what to do.")] string Detail)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Instance { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The parameter that is wrong.")]
    public string? Parameter { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The scope that the key lacks.")]
    public string? Scope { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The position asked for.")]
    public long? Asked { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The position reached.")]
    public long? Position { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Finds the mistake in the log.")]
    public string? TraceId { get; init; }
}
