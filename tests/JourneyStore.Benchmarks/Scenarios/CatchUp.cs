using JourneyStore.Engine;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>The three async views from nothing to the end of a log, against the same folded by hand in memory.</summary>
internal sealed class CatchUp : IComparison
{
    private Ground ground = null!;
    private NpgsqlDataSource source = null!;
    private string connectionString = "";

    public string Name => $"async projections catching up on {Rounds * Ground.Customers:N0} events";

    public string Unit => "events/s";

    public double Target => 0.70;

    public bool MoreIsBetter => true;

    private int Rounds { get; set; } = 50;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        Rounds = ground.LogRounds;
        (source, connectionString) = await ground.OpenBaselineAsync();
        await LargeLog.AddAsync(source, "c", Ground.Customers, Rounds, ground.Began.AddDays(-30));
    }

    public async Task<double> EngineAsync()
    {
        await using (var connection = await source.OpenConnectionAsync())
            await LargeLog.ExecuteAsync(connection, "truncate mt_doc_attentionrow, mt_doc_steprow, mt_doc_processrow, js_state_steps, js_state_processes; update mt_event_progression set last_seq_id = 0");
        var began = ground.Time.GetTimestamp();
        await using var engine = await ground.OpenEngineAsync(connectionString, projections: true);
        await engine.WaitForProjectionsAsync((long)Rounds * Ground.Customers, default);
        return Rounds * Ground.Customers / ground.Time.GetElapsedTime(began).TotalSeconds;
    }

    public async Task<double> BaselineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await new HandFold(source, inlineToo: false).RunAsync(parts: 1);
        return Rounds * Ground.Customers / ground.Time.GetElapsedTime(began).TotalSeconds;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
