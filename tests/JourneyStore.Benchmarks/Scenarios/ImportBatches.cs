using JourneyStore.Engine;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Batches of 1,000 with every inline view current, against a binary COPY of the same event rows into the same tables without views.</summary>
internal sealed class ImportBatches : IComparison
{
    private const int Batch = 1_000;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;
    private int copies;

    public string Name => "import in batches of 1,000, inline views current";

    public string Unit => "events/s";

    public double Target => 0.40;

    public bool MoreIsBetter => true;

    private int Events => ground.Quick ? 20_000 : 100_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, _) = await ground.OpenEngineAsync(projections: false);
        (source, _) = await ground.OpenBaselineAsync();
        await EngineAsync();
    }

    public async Task<double> EngineAsync() => Batch * await Load.RateAsync(
        ground.Time, 4, Events / Batch, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, Batch).Select(_ => ground.Event())]), default));

    public async Task<double> BaselineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await LargeLog.AddAsync(source, $"b{copies++}-", Events / 4, 4, ground.Began);
        return Events / ground.Time.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }
}
