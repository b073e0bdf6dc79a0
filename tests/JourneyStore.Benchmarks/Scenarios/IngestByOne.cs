namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>One caller, one event a call, all inline views current, against a prepared insert of the same rows and a commit, event after event, on
/// one connection.</summary>
internal sealed class IngestByOne : IScenario
{
    private Ground ground = null!;
    private IngestStore store = null!;

    public string Name => "ingest in process, one event a call, 1 caller";

    public IReadOnlyList<Measure> Measures => [new Measure(Name, "events/s", 0.55, MoreIsBetter: true), new Measure($"{Name}, p99", "ms", 2.0, MoreIsBetter: false)];

    private int Events => ground.Quick ? 1_000 : 4_000;

    int IScenario.WarmUps(Ground on) => IngestStore.WarmUps(on);

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await IngestStore.OfAsync(ground);
    }

    public Task<double[]> MeasureEngineAsync() => RunAsync(() => store.Engine.AppendAsync(Ground.Request(ground.Event()), default));

    public async Task<double[]> MeasureBaselineAsync()
    {
        await store.ReadRowsAgainAsync();
        return await RunAsync(() => store.ByHand.WriteAsync(1, ground.Time.GetUtcNow().UtcDateTime));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<double[]> RunAsync(Func<Task> one)
    {
        var latencies = await Load.LatenciesAsync(ground.Time, callers: 1, Events, _ => one());
        return [1_000 * latencies.Length / latencies.Sum(), Statistics.Percentile(latencies, 0.99)];
    }
}
