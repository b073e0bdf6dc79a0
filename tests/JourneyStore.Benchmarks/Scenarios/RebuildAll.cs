using JourneyStore.Engine;
using JourneyStore.Engine.Replay;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Every view rebuilt beside the one in use and switched to, against all of them folded by hand in two parts at once.</summary>
internal sealed class RebuildAll : IComparison
{
    private Ground ground = null!;
    private NpgsqlDataSource source = null!;
    private JourneyEngine engine = null!;
    private int rounds = 50;

    public string Name => $"rebuild of all views over {rounds * Ground.Customers:N0} events";

    public string Unit => "events/s";

    public double Target => 0.60;

    public bool MoreIsBetter => true;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        rounds = ground.LogRounds;
        (source, var connectionString) = await ground.OpenBaselineAsync();
        await LargeLog.AddAsync(source, "c", Ground.Customers, rounds, ground.Began.AddDays(-30));
        engine = await ground.OpenEngineAsync(connectionString, projections: true);
        await engine.WaitForProjectionsAsync((long)rounds * Ground.Customers, default);
    }

    public async Task<double> EngineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await engine.RebuildAsync(names: null, new RebuildOptions(), null, default);
        return rounds * Ground.Customers / ground.Time.GetElapsedTime(began).TotalSeconds;
    }

    public async Task<double> BaselineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await new HandFold(source, inlineToo: true).RunAsync(parts: 2);
        return rounds * Ground.Customers / ground.Time.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }
}
