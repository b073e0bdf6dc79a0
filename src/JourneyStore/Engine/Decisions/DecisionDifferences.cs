using System.Globalization;

namespace JourneyStore.Engine.Decisions;

/// <summary>What differs between a decision as recorded and as derived again, and why it may, in plain sentences.</summary>
internal static class DecisionDifferences
{
    /// <summary>What differs; empty: nothing.</summary>
    public static IReadOnlyList<string> Of(DecisionReceipt recorded, DecisionReceipt replayed)
    {
        var said = new List<string>();
        if (recorded.Outcome != replayed.Outcome) said.Add($"outcome: was {recorded.Outcome}, is {replayed.Outcome} now");
        foreach (var reason in recorded.Reasons.Except(replayed.Reasons)) said.Add($"reason that no longer holds: {reason}");
        foreach (var reason in replayed.Reasons.Except(recorded.Reasons)) said.Add($"reason that is new: {reason}");
        foreach (var one in recorded.Evidence.Except(replayed.Evidence)) said.Add($"evidence that is no longer cited: {Event(one)}");
        foreach (var one in replayed.Evidence.Except(recorded.Evidence)) said.Add($"evidence that is new: {Event(one)}");
        if (said.Count > 0) return said;
        if (!recorded.Reasons.SequenceEqual(replayed.Reasons)) said.Add("reasons: the same, in another order");
        if (!recorded.Evidence.SequenceEqual(replayed.Evidence)) said.Add("evidence: the same, in another order");
        return said;
    }

    /// <summary>What has another version now than when it was decided; null: nothing, as far as the receipt says.</summary>
    public static string? OfVersions(DecisionReceipt recorded, DecisionReceipt replayed)
    {
        var changed = new List<string>();
        if (recorded.Version != replayed.Version) changed.Add($"policy {recorded.Policy}, version {recorded.Version} then and {replayed.Version} now");
        if (recorded.Versions is { } then && replayed.Versions is { } now)
            foreach (var name in then.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
                if (then.GetValueOrDefault(name) != now.GetValueOrDefault(name)) changed.Add($"{name}, {Version(then, name)} then and {Version(now, name)} now");
        return changed.Count == 0 ? null : $"Decided by other versions: {string.Join("; ", changed)}.";
    }

    private static string Event(Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"event {evidence.EventId} at position {evidence.Position}");

    private static string Version(IReadOnlyDictionary<string, string> versions, string name) =>
        versions.TryGetValue(name, out var version) ? $"version {version}" : "not there";
}
