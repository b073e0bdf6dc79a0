using System.ComponentModel;
using System.Text.Json;
using JourneyStore.Engine.Decisions;

namespace JourneyStore.Http.Answers;

/// <summary>The receipt of a decision.</summary>
internal sealed record DecisionAnswer(
    string DecisionId,
    string Customer,
    string Policy,
    int Version,
    string Outcome,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<Evidence> Evidence,
    [property: Description("All of the customer up to this position was seen, but for what occurs later than asOf. At least minPosition.")]
    long Position,
    DateTime AsOf,
    JsonElement? Facts,
    [property: Description("When the earliest event occurred that came so late that it was still to be folded and not seen; null: none was.")]
    DateTime? UnsettledSince,
    [property: Description("Versions of the views and signals on which it was decided, by name; null: not recorded.")]
    IReadOnlyDictionary<string, string>? Versions)
{
    public static DecisionAnswer Of(DecisionReceipt receipt) => new(
        receipt.DecisionId,
        receipt.Customer,
        receipt.Policy,
        receipt.Version,
        receipt.Outcome,
        receipt.Reasons,
        receipt.Evidence,
        receipt.Position,
        receipt.AsOf.UtcDateTime,
        receipt.Facts.ValueKind == JsonValueKind.Undefined ? null : receipt.Facts,
        receipt.UnsettledSince?.UtcDateTime,
        receipt.Versions);
}

/// <summary>A decision as recorded and as derived again from the events that it saw.</summary>
internal sealed record ExplanationAnswer(
    DecisionAnswer Recorded,
    DecisionAnswer? Replayed,
    [property: Description("Whether outcome, reasons and evidence are the same.")] bool Same,
    [property: Description("What differs: outcome, reasons, evidence.")] IReadOnlyList<string> Differs,
    [property: Description("Why it may differ: versions that have changed, or late events that were not folded yet.")] string? Remark)
{
    public static ExplanationAnswer Of(DecisionExplanation explanation) => new(
        DecisionAnswer.Of(explanation.Recorded),
        explanation.Replayed is null ? null : DecisionAnswer.Of(explanation.Replayed),
        explanation.Same,
        explanation.Differs,
        explanation.Remark);
}

/// <summary>What a process step asks.</summary>
/// <param name="Customer">The customer.</param>
internal sealed record DecisionQuestion([property: Description("type:value, or a bare customer id.")] string Customer)
{
    // Only the OpenAPI document uses this shape; the body is read by hand, to say exactly what is wrong with it.

    [Description("What the process says of the step: an object with facts that the policy takes (GET /v1/policies).")]
    public JsonElement? Facts { get; init; }

    [Description("Decide on at least this position.")]
    public long? MinPosition { get; init; }
}
