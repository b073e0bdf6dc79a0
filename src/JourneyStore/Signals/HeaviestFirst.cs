using JourneyStore.Engine.Signals;

namespace JourneyStore.Signals;

/// <summary>Puts contributions together as <see cref="SignalValue"/> wants them.</summary>
internal static class HeaviestFirst
{
    /// <summary>By points, among equals the one that occurred later first; the sum of the rest, when it is above zero, comes last.</summary>
    public static IReadOnlyList<Contribution> Order(IEnumerable<Contribution> one, Contribution? rest)
    {
        var ordered = one.OrderByDescending(c => c.Points).ThenByDescending(c => c.OccurredAt).ThenByDescending(c => c.Position).ToList();
        if (rest is { Points: > 0 }) ordered.Add(rest);
        return ordered;
    }
}
