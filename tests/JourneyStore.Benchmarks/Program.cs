using System.Text.Json;
using JourneyStore.Benchmarks;
using JourneyStore.Benchmarks.Scenarios;
using Spectre.Console;

// dotnet run -c Release --project tests/JourneyStore.Benchmarks -- [--quick | --huge] [--only WORDS] [--profile] [--json FILE]
var quick = args.Contains("--quick");
var only = Option("--only");
IComparison[] comparisons =
[
    new IngestInProcess(256, 0.75), new IngestInProcess(64, 0.50), new IngestInProcess(1, 0.60),
    new HttpIngest(64, 1, 0.50), new HttpIngest(4, 500, 0.70),
    new ImportBatches(),
    new ContextInProcess(0.50, 1.3), new ContextInProcess(0.99, 1.5), new ContextOverHttp(),
    new DecisionInProcess(),
    new CatchUp(), new RebuildAll(), new Visible(),
    new Growth(Work.Append, longHistory: false), new Growth(Work.Context, longHistory: false),
    new Growth(Work.Append, longHistory: true), new Growth(Work.Context, longHistory: true), new Growth(Work.Timeline, longHistory: true),
];
var pairs = quick ? 3 : 5;
var results = new List<Result>();
var profile = args.Contains("--profile");
AnsiConsole.Profile.Width = 200;
await using var ground = await Ground.OpenAsync(quick, args.Contains("--huge"), profile ? ServerTime.Settings : new Dictionary<string, string>());
foreach (var comparison in comparisons.Where(c => only is null || c.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    await using (comparison)
    {
        if (profile)
        {
            await ServerTime.RunAsync(comparison, ground);
            continue;
        }
        await comparison.PrepareAsync(ground);
        Console.Error.WriteLine(comparison.Name);
        await comparison.EngineAsync();
        await comparison.BaselineAsync();
        var (engine, baseline) = (new double[pairs], new double[pairs]);
        for (var i = 0; i < pairs; i++)
        {
            engine[i] = await comparison.EngineAsync();
            baseline[i] = await comparison.BaselineAsync();
            Console.Error.WriteLine($"  {engine[i],12:N2} {baseline[i],12:N2} {comparison.Unit}   {engine[i] / baseline[i]:0.00}");
        }
        results.Add(new Result(comparison.Name, comparison.Unit, engine, baseline, comparison.Target, comparison.MoreIsBetter));
    }
}

if (profile) return;
var table = new Table().Border(TableBorder.Markdown).AddColumns("scenario", "unit", "engine", "baseline", "ratio", "least–most", "target", "");
foreach (var result in results)
    table.AddRow(
        result.Scenario, result.Unit, $"{result.EngineMedian:N1}", $"{result.BaselineMedian:N1}", $"{result.Ratio:0.00}", $"{result.LeastRatio:0.00}–{result.MostRatio:0.00}",
        $"{(result.MoreIsBetter ? "≥" : "≤")} {result.Target:0.00}", result.Reached ? "reached" : "missed");
AnsiConsole.Write(table);
if (Option("--json") is { } file) await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, new JsonSerializerOptions { WriteIndented = true }));

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
