using System.Globalization;
using System.Text;

namespace JourneyStore.Benchmarks;

/// <summary>The table of RESULTS.md, as it stands there: it is never typed by hand.</summary>
internal static class ResultsTable
{
    public static string Of(IReadOnlyList<Result> results)
    {
        var text = new StringBuilder("| scenario | engine | baseline | ratio | least–most | target | |\n|---|---|---|---|---|---|---|\n");
        foreach (var result in results)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {result.Measure.Name} | {Value(result.EngineMedian, result.Measure)} | {Value(result.BaselineMedian, result.Measure)} | {result.Ratio:0.00} | {result.LeastRatio:0.00}–{result.MostRatio:0.00} | {Target(result.Measure)} | {(result.Reached ? "reached" : "missed")} |");
        return text.ToString();
    }

    private static string Value(double value, Measure measure) =>
        value.ToString(measure.Unit == "ms" ? "N1" : "N0", CultureInfo.InvariantCulture) + " " + measure.Unit;

    private static string Target(Measure measure) => string.Create(CultureInfo.InvariantCulture,
        $"{(measure.Target is { } target ? $"{(measure.MoreIsBetter ? "≥" : "≤")} {target:0.00}" : "")}{(measure is { Target: not null, Limit: not null } ? ", " : "")}{(measure.Limit is { } limit ? $"≤ {limit:N0} {measure.Unit}" : "")}");
}
