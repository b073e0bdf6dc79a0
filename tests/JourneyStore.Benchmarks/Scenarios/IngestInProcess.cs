using JourneyStore.Engine;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>One event a call, all inline views current, against hand-written batches of 100 on four connections (or, with one caller, one event a commit).</summary>
internal sealed class IngestInProcess(int callers, double target) : IComparison
{
    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private string connectionString = "";
    private HandWritten baseline = null!;
    private Npgsql.NpgsqlDataSource source = null!;

    public string Name => $"ingest in process, one event a call, {callers} {(callers == 1 ? "caller" : "callers")}";

    public string Unit => "events/s";

    public double Target => target;

    public bool MoreIsBetter => true;

    private int Events => (ground.Quick ? 1 : 4) * (callers == 1 ? 1_000 : 10_000);

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, connectionString) = await ground.OpenEngineAsync(projections: false);
        // Every customer exists before the clock runs, on both sides, with rows of the size that the engine's really have.
        await Load.RateAsync(ground.Time, 32, Ground.Customers * 2 / 500, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, 500).Select(_ => ground.Event())]), default));
        (source, _) = await ground.OpenBaselineAsync();
        baseline = new HandWritten(source) { Rows = await SampleRows.ReadAsync(connectionString) };
        await Load.RateAsync(ground.Time, 4, Ground.Customers * 2 / 500, _ => baseline.WriteAsync(500, ground.Time.GetUtcNow().UtcDateTime));
    }

    public Task<double> EngineAsync() => Load.RateAsync(ground.Time, callers, Events, _ => engine.AppendAsync(Ground.Request(ground.Event()), default));

    public async Task<double> BaselineAsync()
    {
        // Rows grow with what happened to a customer, and the baseline's with them.
        baseline.Rows = await SampleRows.ReadAsync(connectionString);
        var (connections, batch) = callers == 1 ? (1, 1) : (4, 100);
        return batch * await Load.RateAsync(ground.Time, connections, Events / batch, _ => baseline.WriteAsync(batch, ground.Time.GetUtcNow().UtcDateTime));
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }
}
