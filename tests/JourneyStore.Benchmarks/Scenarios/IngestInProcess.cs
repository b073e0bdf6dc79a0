namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>One event a call, all inline views current, against hand-written batches of 100 on four connections (or, with one caller, one event a commit).</summary>
internal sealed class IngestInProcess(int callers, double target) : IComparison
{
    private Ground ground = null!;
    private IngestStore store = null!;

    public string Name => $"ingest in process, one event a call, {callers} {(callers == 1 ? "caller" : "callers")}";

    public string Unit => "events/s";

    public double Target => target;

    public bool MoreIsBetter => true;

    private int Events => (ground.Quick ? 1 : 4) * (callers == 1 ? 1_000 : 9_000);

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await IngestStore.OfAsync(ground);
    }

    public Task<double> EngineAsync() => Load.RateAsync(ground.Time, callers, Events, _ => store.Engine.AppendAsync(Ground.Request(ground.Event()), default));

    public async Task<double> BaselineAsync()
    {
        // Rows grow with what happened to a customer, and the baseline's with them.
        await store.ReadRowsAgainAsync();
        var (connections, batch) = callers == 1 ? (1, 1) : (4, 100);
        return batch * await Load.RateAsync(ground.Time, connections, Events / batch, _ => store.ByHand.WriteAsync(batch, ground.Time.GetUtcNow().UtcDateTime));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
