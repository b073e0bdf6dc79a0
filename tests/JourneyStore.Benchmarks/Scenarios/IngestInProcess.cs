namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>One event a call from many callers, all inline views current, against hand-written batches on four connections with as many events
/// outstanding.</summary>
internal sealed class IngestInProcess(int callers, double target, bool own = false) : IComparison
{
    private const int Connections = 4;

    private Ground ground = null!;
    private IngestStore store = null!;

    public string Name => $"ingest in process, one event a call, {callers} callers{(own ? ", two inline projections of an application beside ours" : "")}";

    public string Unit => "events/s";

    public double Target => target;

    public bool MoreIsBetter => true;

    // As many are outstanding on either side.
    private readonly int batch = callers / Connections;

    private int Events => (ground.Quick ? 1 : 4) * 9_000;

    int IScenario.WarmUps(Ground on) => IngestStore.WarmUps(on);

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await IngestStore.OfAsync(ground, own);
    }

    public Task<double> EngineAsync() =>
        Load.RateAsync(ground.Time, callers, Events, _ => store.Engine.AppendAsync(Ground.Request(ground.Event()), default));

    public async Task<double> BaselineAsync()
    {
        // Rows grow with what happened to a customer, and the baseline's with them.
        await store.ReadRowsAgainAsync();
        return batch * await Load.RateAsync(ground.Time, Connections, Events / batch, _ =>
            store.ByHand.WriteAsync(batch, ground.Time.GetUtcNow().UtcDateTime));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
