using JourneyStore.Events;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>The figures of process mining, computed the plain way from candidates in the order they came.</summary>
internal static class Traces
{
    public static List<List<EventCandidate>> ByCase(this IEnumerable<EventCandidate> events) =>
        [.. events.GroupBy(e => e.CaseId!).Select(g => g.OrderBy(e => e.OccurredAt!.Value).ToList())];

    public static Dictionary<string, int> Variants(this List<List<EventCandidate>> cases, Func<EventCandidate, string> step) =>
        cases.GroupBy(c => string.Join("|", c.Select(step))).ToDictionary(g => g.Key, g => g.Count());

    public static Dictionary<(string, string), int> DirectlyFollows(this List<List<EventCandidate>> cases, Func<EventCandidate, string> step) =>
        cases.SelectMany(c => c.Zip(c.Skip(1), (a, b) => (step(a), step(b)))).GroupBy(e => e).ToDictionary(g => g.Key, g => g.Count());

    public static double Hours(EventCandidate from, EventCandidate to) => (to.OccurredAt!.Value - from.OccurredAt!.Value).TotalHours;

    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
