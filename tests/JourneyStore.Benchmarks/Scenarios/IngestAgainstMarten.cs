using Marten;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>One event a call from 256 callers, all inline views current, against plain Marten with as many callers and two ordinary inline
/// projections.</summary>
internal sealed class IngestAgainstMarten(bool tuned, double target) : IComparison
{
    private const int Callers = 256;

    private Ground ground = null!;
    private IngestStore store = null!;
    private DocumentStore plain = null!;
    private int next;

    public string Name => $"ingest in process, one event a call, {Callers} callers, against plain Marten, {(tuned ? "tuned" : "defaults")}";

    public string Unit => "events/s";

    public double Target => target;

    public bool MoreIsBetter => true;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await IngestStore.FreshAsync(ground);
        plain = await Ordinary.OpenAsync(await ground.EmptyAsync(), tuned);
    }

    public Task<double> EngineAsync() =>
        Load.RateAsync(ground.Time, Callers, (ground.Quick ? 1 : 4) * 9_000, _ => store.Engine.AppendAsync(Ground.Request(ground.Event()), default));

    public Task<double> BaselineAsync() =>
        Load.RateAsync(ground.Time, Callers, (ground.Quick ? 1 : 4) * 1_000, _ => Ordinary.AppendAsync(plain, Interlocked.Increment(ref next)));

    public async ValueTask DisposeAsync()
    {
        plain.Dispose();
        await store.DisposeAsync();
    }
}
