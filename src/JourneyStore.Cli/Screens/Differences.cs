using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Replay.Diff;

namespace JourneyStore.Cli.Screens;

/// <summary>
/// Rows of a view that are not what the log says, or not what a shadow has: how many, in which fields, which words become others, and a few for
/// instance.
/// </summary>
internal static class Differences
{
    private const int FieldsShown = 8;
    private const int WordsShown = 8;
    private const int PlacesShown = 5;
    private const int DecisionsShown = 3;
    private const string Decision = "decision";

    /// <summary>Shows them.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="verb">What is true of the rows: <c>differ</c>, <c>would differ</c>.</param>
    /// <param name="screen">Where to.</param>
    public static void Show(ViewReport report, string verb, Screen screen)
    {
        var whole = report.Summary;
        var diff = whole ?? OfSamples(report);
        screen.Plain($"  {Words.Count(report.Different)} of {Words.Count(report.Rows, "row")} {verb}{(whole is null ? "" : Apart(whole))}");
        // Without a summary only the first rows are known, and it is said of how many the rest is true.
        var of = whole is null && report.Different > diff.Rows ? $"  (of the first {diff.Rows})" : "";
        var fields = diff.Fields.Select(field => $"{field.Field} in {Words.Count(field.Rows)}");
        if (diff.Fields.Count > 0) screen.Plain($"  fields: {List(fields, FieldsShown)}{of}");
        foreach (var kind in diff.Words.Where(word => word.Kind != Decision).GroupBy(word => word.Kind))
        {
            screen.Plain($"  {(kind.Key == "value" ? "labels and other words" : $"{kind.Key}s")} that change:{of}");
            foreach (var word in kind.Take(WordsShown)) screen.Plain($"    {word.Name}: {word.From} → {word.To} in {Words.Count(word.Rows, "row")}");
            if (kind.Count() > WordsShown) screen.Plain($"    and {Words.Count(kind.Count() - WordsShown)} more");
        }
        if (diff.Ranks is { } ranks) Show(ranks, screen);
        if (diff.Decisions is { } decisions) Show(decisions, [.. diff.Words.Where(word => word.Kind == Decision)], diff.Changed, screen);
        if (diff.Samples.Count > 0) screen.Plain("  for instance");
        foreach (var sample in diff.Samples) Show(sample, screen);
        if (report.Different > diff.Samples.Count) screen.Plain($"    … and {Words.Count(report.Different - diff.Samples.Count)} more");
    }

    private static void Show(DecisionsDiff decisions, IReadOnlyList<WordDiff> words, long changed, Screen screen)
    {
        var asked = decisions.Asked == changed ? "" : $", of {Words.Count(decisions.Asked)} asked about";
        if (decisions.Changed == 0)
        {
            screen.Plain($"  decisions: none would change{asked}");
            return;
        }
        screen.Plain($"  decisions would change for {Words.Count(decisions.Changed, "customer")}{asked}, when nothing is told of the step at hand:");
        foreach (var word in words.Take(WordsShown)) screen.Plain($"    {word.Name}: {word.From} → {word.To} for {Words.Count(word.Rows)}");
        if (words.Count > WordsShown) screen.Plain($"    and {Words.Count(words.Count - WordsShown)} more");
        foreach (var one in decisions.Samples.Take(DecisionsShown)) screen.Plain($"    {one.Customer}, {one.Policy}: {one.To}, because: {one.Because}");
    }

    private static string Apart(ViewDiff diff)
    {
        var parts = new[] { (diff.Changed, "changed"), (diff.Added, "new"), (diff.Removed, "gone") }.Where(part => part.Item1 > 0).ToList();
        return parts.Count == 0 ? "" : $": {string.Join(", ", parts.Select(part => $"{Words.Count(part.Item1)} {part.Item2}"))}";
    }

    private static void Show(RankDiff ranks, Screen screen)
    {
        var first = ranks.First.Count == 0 ? "the first places stay as they are" : "among the first places";
        screen.Plain($"  ranks: {Words.Count(ranks.Rows, "row")} weigh differently; {first}");
        foreach (var place in ranks.First.Take(PlacesShown)) screen.Plain($"    {place.Key}: {Place(place.From)} → {Place(place.To)}");
        if (ranks.First.Count > PlacesShown) screen.Plain($"    and {Words.Count(ranks.First.Count - PlacesShown)} more");
    }

    private static string Place(int? place) => place is { } at ? $"place {at}" : $"behind place {DiffSummary.MostPlaces}";

    private static void Show(RowDiff sample, Screen screen)
    {
        screen.Plain($"    {sample.Key}{(sample.What == "changed" ? "" : sample.What == "added" ? "  (new)" : "  (gone)")}");
        if (sample.What != "changed") return;
        foreach (var value in sample.Values) screen.Plain($"      {value.Field}: {value.From ?? "nothing"} → {value.To ?? "nothing"}");
        if (sample.More > 0) screen.Plain($"      and {Words.Count(sample.More, "field")} more");
    }

    private static string List(IEnumerable<string> all, int most)
    {
        var listed = all.ToList();
        return string.Join(", ", listed.Take(most)) + (listed.Count > most ? $" and {listed.Count - most} more" : "");
    }

    private static ViewDiff OfSamples(ViewReport report)
    {
        var summary = new DiffSummary();
        foreach (var sample in report.Samples)
        {
            try
            {
                summary.Add(sample.Key, Bytes(sample.Stored), Bytes(sample.Folded));
            }
            catch (JsonException)
            {
                // A stored row that is no JSON differs in all it holds; the count above has it.
            }
        }
        return summary.Result;
    }

    private static byte[]? Bytes(string? json) => json is null ? null : Encoding.UTF8.GetBytes(json);
}
