using JourneyStore.Engine.Decisions;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>A decision, its reasons, and whether it comes out the same again.</summary>
internal static class ExplanationCanvas
{
    private const int EvidenceShown = 12;

    public static void Show(DecisionExplanation explanation, IAnsiConsole canvas)
    {
        var recorded = explanation.Recorded;
        canvas.Heading($"Decision {recorded.DecisionId}");
        canvas.Write(Tables.Facts(
            ("policy", $"{recorded.Policy} v{recorded.Version}"),
            ("customer", recorded.Customer),
            ("made", $"{Words.Minute(recorded.AsOf)} UTC, seeing the log up to position {Words.Count(recorded.Position)}"),
            ("facts", recorded.Facts.ValueKind == System.Text.Json.JsonValueKind.Object ? recorded.Facts.GetRawText() : "none"),
            ("outcome", recorded.Outcome)));
        canvas.Bullets(recorded.Reasons);
        canvas.Write(Tables.Facts(("evidence", Evidence(recorded)), ("again", Again(explanation))));
        canvas.Bullets(explanation.Differs);
    }

    private static string Evidence(DecisionReceipt receipt)
    {
        if (receipt.Evidence.Count == 0) return "none";
        var shown = string.Join(", ", receipt.Evidence.Take(EvidenceShown).Select(one => $"{one.EventId} at {one.Position}"));
        return receipt.Evidence.Count > EvidenceShown ? $"{shown} and {receipt.Evidence.Count - EvidenceShown} more" : shown;
    }

    private static string Again(DecisionExplanation explanation) => explanation switch
    {
        { Replayed: null } => $"cannot be derived again: {explanation.Remark ?? "the policy is no longer there"}",
        { Same: true } => "derived again from the events it saw: the same outcome, the same reasons, the same evidence",
        var other => $"derived again it comes out as '{other.Replayed.Outcome}' ({other.Remark ?? "it differs"})",
    };
}
