using System.CommandLine;
using System.Runtime;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Importing;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Cli.Verbs;

/// <summary>
/// <c>import FILE… --map MAP.json</c>: event logs into the database, in this process; a server may serve the same database meanwhile.
/// </summary>
internal sealed class Import : IVerb
{
    private static readonly Argument<FileInfo[]> Files = new("FILE")
    {
        Description = "CSV (also .gz and inside .zip), XES (.xes, .xes.gz), OCEL 2.0 JSON, or NDJSON of CloudEvents.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<FileInfo?> Map = new("--map")
    {
        Description = "What the rows mean. Only NDJSON of CloudEvents needs none.",
        HelpName = "MAP.json",
    };

    private static readonly Option<FileInfo?> RejectsTo = new("--rejects")
    {
        Description = "Where rejects go, one JSON object a line (file, row, code, reason, record). With its records mended the file can be " +
            "imported as it stands, with the same map. Default: FILE.rejects.ndjson, made when there are any.",
        HelpName = "FILE",
    };

    // A smaller log is folded as it comes sooner than a build has begun.
    private const long LoadFromBytes = 8 * 1024 * 1024;

    public int Place => 40;

    public Command Describe() => new Command(
        "import",
        "Imports event logs. Running it again stores nothing new, so an import that was stopped is resumed by the same command. " +
        "Exit 0: read to the end, even when something was rejected (it is counted and written to --rejects). " +
        "Exit 1: a file could not be read to its end, or everything in them was rejected.")
    {
        Files, Map, RejectsTo, Flags.Tenant, Flags.Json,
    }.Runs(RunAsync)
    .Example("journey import log.csv --map map.json", "a table; samples/maps says how maps are written")
    .Example("journey import january.xes.gz february.xes.gz --map map.json", "several files as one log")
    .Example("journey import events.ndjson", "CloudEvents, one a line, need no map")
    .Example("journey import log.csv.rejects.ndjson --map map.json", "what was rejected, once its records are mended");

    private static async Task<int> RunAsync(Invocation run)
    {
        var files = run.Get(Files)!;
        foreach (var file in files)
            if (!file.Exists) throw new FileNotFoundException($"There is no file '{file}'. Paths are seen from {Directory.GetCurrentDirectory()}.");
        if (run.Get(RejectsTo) is { } to && files.FirstOrDefault(file => file.FullName == to.FullName) is { } same)
            throw new UsageException($"--rejects '{to}' is the file that is imported and would be overwritten before it is read; name another file.");
        var map = run.Get(Map) is { } path ? LogMap.Load(path.FullName) : null;

        await using var store = await run.OpenAsync(new EngineOptions { Intake = ImportRun.Intake(run.Settings.Intake), HoldProjections = true });
        // Nobody waits for a moment's answer, so the collector need not work beside.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        var tally = new ImportTally();
        var start = run.Time.GetTimestamp();
        var rejects = await Meter.WatchAsync(run.Screen, run.Time, async meter =>
        {
            // Not beside the import: what a group gets in one fold is written once, and views that are empty are built in bulk.
            var isLoad = files.Sum(file => file.Length) >= LoadFromBytes && await store.Engine.TryBeginLoadAsync(run.Stop);
            var written = await ReadAsync(run, store.Engine, files, map, tally, meter);
            store.Engine.BeginProjections();
            if (isLoad || tally.Position > 0) await CatchingUp.WatchAsync(store.Engine, tally.Position, run.Time, meter, run.Stop);
            return written;
        });
        var taken = run.Time.GetElapsedTime(start);
        foreach (var remark in tally.Remarks) run.Screen.Remark(remark);
        if (run.Screen.Json) run.Screen.Document(ImportCanvas.Document(tally, [.. files.Select(file => file.ToString())], rejects, taken));
        else ImportCanvas.Show(tally, rejects, taken, run.Screen);
        return Judge(tally, run.Screen);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(
        Invocation run, JourneyEngine engine, FileInfo[] files, LogMap? map, ImportTally tally, Meter meter)
    {
        var importing = new ImportRun(engine.AppendAsync, run.Tenant, tally, run.Time);
        var line = NdjsonLine.Within(engine.Intake.MaxEventBytes);
        var written = new List<string>();
        var together = run.Get(RejectsTo) is { } named ? RejectFile.Named(named.ToString()) : null;
        try
        {
            foreach (var file in files)
            {
                var rejects = together ?? RejectFile.Beside(file.ToString());
                var before = tally.Taken;
                try
                {
                    var items = LogFile.ReadAsync(LogInput.File(file.FullName) with { Remark = tally.Remark }, map, line, run.Stop);
                    // A row may be several events, or none: what is counted is what it came to. The name as it was typed: two may have the same.
                    void Advance(LogItem at)
                    {
                        var total = Math.Max(at.BytesTotal, at.BytesRead + 1);
                        meter.Show(new Advance(file.ToString(), at.BytesRead, total, tally.Taken - before, "event"));
                    }
                    await importing.FileAsync(file.ToString(), items, rejects, Advance, run.Stop);
                    meter.Show(new Advance(file.ToString(), 1, 1, tally.Taken - before, "event"));
                }
                finally
                {
                    if (rejects != together) await rejects.DisposeAsync();
                    if (rejects.Written is { } path && !written.Contains(path)) written.Add(path);
                }
            }
        }
        finally
        {
            if (together is not null) await together.DisposeAsync();
            if (run.Stop.IsCancellationRequested)
                run.Screen.Remark(
                    $"Stopping: {Words.Count(tally.Stored)} stored, {Words.Count(tally.Duplicates)} there already. "
                    + "The same command goes on from here.");
        }
        return written;
    }

    private static int Judge(ImportTally tally, Screen screen)
    {
        if (!tally.Complete)
        {
            screen.Error("import-incomplete", "A file could not be read to its end; the rejects say where and why. What was read is stored.");
            return ExitCodes.Failed;
        }
        if (tally.Seen > 0 && tally.Seen == tally.Rejected)
        {
            screen.Error("all-rejected", "Everything was rejected: the map most likely does not fit the file. The rejects say why.");
            return ExitCodes.Failed;
        }
        return ExitCodes.Done;
    }
}
