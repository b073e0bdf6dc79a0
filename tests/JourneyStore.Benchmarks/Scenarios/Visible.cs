using System.Diagnostics;
using System.Threading.Channels;
using JourneyStore.Engine;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>
/// From the receipt of an event until an async view has it, at 200 events a second, against a NOTIFY heard elsewhere and one select. Three
/// async views are folded; the one that is looked at is looked at when its projection has ended a batch, as whoever listens would. And whether
/// the events came as often as they should.
/// </summary>
internal sealed class Visible : IScenario
{
    private const string View = "attention";
    private const int EventsPerSecond = 200;
    private const int Batch = 1_000;
    private const int Batches = 4;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;

    public string Name => $"append to visible in an async view, {EventsPerSecond} events/s";

    public IReadOnlyList<Measure> Measures =>
        [new Measure($"{Name}, p50", "ms", null, MoreIsBetter: false, Limit: 8), new Measure($"{Name}, p99", "ms", null, MoreIsBetter: false,
            Limit: 20), new Measure($"{Name}, rate", "events/s", 0.98, MoreIsBetter: true)];

    private int Events => EventsPerSecond * ground.VisibleSeconds;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, var connectionString) = await ground.OpenEngineAsync(projections: true);
        for (var i = 0; i < Batches; i++) await engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, Batch).Select(_ => ground.Event())]),
            default);
        await engine.WaitForProjectionsAsync(Batches * Batch, default);
        source = Ground.Source(connectionString);
    }

    public async Task<double[]> MeasureEngineAsync()
    {
        // Heard at once, like a notification is by whoever waits on its connection.
        var ended = Channel.CreateUnbounded<bool>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        using var batches = new ActivityListener
        {
            ShouldListenTo = traces => traces.Name == "JourneyStore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == "journeystore.project" && (string?)activity.GetTagItem("journeystore.projection") == View) ended.Writer.TryWrite(true);
            },
        };
        ActivitySource.AddActivityListener(batches);
        await using var connection = await source.OpenConnectionAsync();
        await using var progress = new NpgsqlCommand($"select last_seq_id from mt_event_progression where name = '{View}:All'", connection);
        return await AtRateAsync(async () =>
        {
            var receipt = await engine.AppendAsync(Ground.Request(ground.Event()), default);
            var began = ground.Time.GetTimestamp();
            // The batch that has it ends after its append began, so its end is still to be taken from the channel.
            do await ended.Reader.ReadAsync();
            while ((long)(await progress.ExecuteScalarAsync())! < receipt.Position);
            return ground.Time.GetElapsedTime(began).TotalMilliseconds;
        });
    }

    public async Task<double[]> MeasureBaselineAsync()
    {
        await using var listener = await source.OpenConnectionAsync();
        await using var notifier = await source.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("listen benchmark", listener)) await listen.ExecuteNonQueryAsync();
        await using var select = new NpgsqlCommand("select data from mt_doc_attentionrow limit 1", listener);
        await using var notify = new NpgsqlCommand("notify benchmark", notifier);
        return await AtRateAsync(async () =>
        {
            var began = ground.Time.GetTimestamp();
            await notify.ExecuteNonQueryAsync();
            await listener.WaitAsync();
            await select.ExecuteScalarAsync();
            return ground.Time.GetElapsedTime(began).TotalMilliseconds;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await engine.DisposeAsync();
    }

    /// <summary>One call every few milliseconds, each after the one before; median and p99 of what they return, and their rate.</summary>
    private async Task<double[]> AtRateAsync(Func<Task<double>> call)
    {
        var latencies = new double[Events];
        var began = ground.Time.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EventsPerSecond), ground.Time);
        for (var i = 0; i < latencies.Length; i++)
        {
            await beat.WaitForNextTickAsync();
            latencies[i] = await call();
        }
        return [Statistics.Median(latencies), Statistics.Percentile(latencies, 0.99), Events / ground.Time.GetElapsedTime(began).TotalSeconds];
    }
}
