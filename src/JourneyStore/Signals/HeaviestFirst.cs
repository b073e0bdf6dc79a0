using JourneyStore.Engine.Signals;

namespace JourneyStore.Signals;

/// <summary>Puts contributions together as <see cref="SignalValue"/> wants them.</summary>
internal static class HeaviestFirst
{
    // No two events have one position, so nothing depends on the order that they came in.
    private static readonly Comparison<Contribution> Heaviest = (one, other) =>
        other.Points.CompareTo(one.Points) is var points and not 0 ? points
        : other.OccurredAt.CompareTo(one.OccurredAt) is var moments and not 0 ? moments
        : Nullable.Compare(other.Position, one.Position);

    /// <summary>By points, among equals the one that occurred later first; the sum of the rest, when it is above zero, comes last.</summary>
    public static IReadOnlyList<Contribution> Order(IEnumerable<Contribution> one, Contribution? rest)
    {
        List<Contribution> ordered = [.. one];
        ordered.Sort(Heaviest);
        if (rest is { Points: > 0 }) ordered.Add(rest);
        return ordered;
    }
}
