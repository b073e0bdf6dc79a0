using JourneyStore.Engine;
using JourneyStore.Events;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>
/// Events that occurred long before they come, at customers with long histories, against the same in order: the p99 of their appends, and of
/// everybody else's meanwhile.
/// Both sides are the engine.
/// </summary>
internal sealed class LateEvent : IScenario
{
    private const int LongLived = 16;
    private const int Others = 2_000;
    private const int OtherCallers = 8;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;
    private int rounds;

    public string Name => $"a late event at a customer with {rounds:N0} events";

    public IReadOnlyList<Measure> Measures =>
    [
        new Measure($"{Name}, a day late: append p99", "ms", 3, MoreIsBetter: false),
        new Measure($"{Name}, a year late: append p99", "ms", 3, MoreIsBetter: false),
        new Measure($"{Name}, others' appends meanwhile, p99", "ms", 1.2, MoreIsBetter: false),
    ];

    private int Calls => ground.Quick ? 60 : 300;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        rounds = ground.Quick ? 5_000 : ground.Sized(100_000);
        (source, var connectionString) = await ground.OpenBaselineAsync();
        await LargeLog.AddAsync(source, "l", LongLived, rounds, ground.Began.AddDays(-400), TimeSpan.FromDays(400));
        await LargeLog.AddAsync(source, "o", Others, 5, ground.Began.AddDays(-30));
        engine = await ground.OpenEngineAsync(connectionString, projections: true);
        await engine.RebuildAsync(names: null, new(), null, default);
        await engine.WaitForProjectionsAsync((long)LongLived * rounds + Others * 5, default);
    }

    public async Task<double[]> MeasureEngineAsync()
    {
        var (day, year) = (await RunAsync(TimeSpan.FromDays(1)), await RunAsync(TimeSpan.FromDays(365)));
        return [day.Own, year.Own, Math.Max(day.Others, year.Others)];
    }

    public async Task<double[]> MeasureBaselineAsync()
    {
        var inOrder = await RunAsync(TimeSpan.Zero);
        return [inOrder.Own, inOrder.Own, inOrder.Others];
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<(double Own, double Others)> RunAsync(TimeSpan late)
    {
        var isOver = false;
        var others = Enumerable.Range(0, OtherCallers).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>();
            while (!Volatile.Read(ref isOver)) latencies.Add(await AppendAsync($"o{ground.Next() % Others}", TimeSpan.Zero));
            return latencies;
        })).ToArray();
        var own = new double[Calls];
        for (var i = 0; i < own.Length; i++) own[i] = await AppendAsync($"l{i % LongLived}", late);
        Volatile.Write(ref isOver, true);
        var theirs = (await Task.WhenAll(others)).SelectMany(list => list).ToArray();
        await engine.WaitForProjectionsAsync(0, default);
        return (Statistics.Percentile(own, 0.99), Statistics.Percentile(theirs, 0.99));
    }

    private async Task<double> AppendAsync(string customer, TimeSpan late)
    {
        var @event = ground.EventOf(new Identifier("crm", customer));
        var began = ground.Time.GetTimestamp();
        await engine.AppendAsync(Ground.Request(@event with { OccurredAt = @event.OccurredAt - late }), default);
        return ground.Time.GetElapsedTime(began).TotalMilliseconds;
    }
}
