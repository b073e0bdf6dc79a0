using System.Text.Json;
using JourneyStore.Benchmarks;
using JourneyStore.Benchmarks.Scenarios;
using JourneyStore.Engine.Storage;

// dotnet run -c Release --project tests/JourneyStore.Benchmarks -- --quick
if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine($"Expected: {Options.Usage}");
    return 2;
}
IScenario[] scenarios =
[
    new IngestInProcess(256, 0.70), new IngestInProcess(64, 0.50), new IngestByOne(),
    new IngestInProcess(256, 0.55, own: true), new IngestInProcess(64, 0.40, own: true),
    new IngestAgainstMarten(tuned: false, 12), new IngestAgainstMarten(tuned: true, 7),
    new HttpIngest(64, 1, 0.50), new HttpIngest(4, 500, 0.70),
    new ImportOfFile(),
    new ContextInProcess(), new ContextOverHttp(),
    new DecisionInProcess(),
    new CatchUp(), new RebuildAll(), new Visible(),
    new Growth(Work.Append, Grown.Log), new Growth(Work.Context, Grown.Log), new Growth(Work.Append, Grown.LogAndLoad),
    new Growth(Work.Context, Grown.LogAndLoad),
    new Growth(Work.Append, Grown.History), new Growth(Work.Context, Grown.History), new Growth(Work.Timeline, Grown.History),
    new LateEvent(),
    new ServeToReady(),
    new MemoryOfImport(), new MemoryOfRebuild(),
];
// As the executable does.
InlineCompletions.Enable();
var results = new List<Result>();
var leftOut = new List<string>();
await using var ground = await Ground.OpenAsync(options);
foreach (var scenario in scenarios.Where(s => options.Only is null || s.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
{
    if (scenario.LeftOut(ground) is { } why)
    {
        leftOut.Add($"{scenario.Name}: left out; {why}");
        continue;
    }
    await using (scenario)
    {
        if (options.Profile) await ServerTime.RunAsync(scenario, ground);
        else results.AddRange(await Pairing.RunAsync(scenario, ground, Console.Error));
    }
}

var table = ResultsTable.Of(results);
if (!options.Profile) Console.Write(table);
foreach (var line in leftOut) Console.WriteLine(line);
if (options.Markdown is { } markdown) await File.WriteAllTextAsync(markdown, table);
if (options.Json is { } json) await File.WriteAllTextAsync(json,
    JsonSerializer.Serialize(results, new JsonSerializerOptions { WriteIndented = true }));
return 0;
