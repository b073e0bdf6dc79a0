using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>The context of a random customer, 16 clients, against one prepared select of the same bytes by primary key.</summary>
internal sealed class ContextInProcess : IScenario
{
    private const int Clients = 16;

    private Ground ground = null!;
    private FilledStore store = null!;

    public string Name => $"context of a random customer, {Clients} clients";

    public IReadOnlyList<Measure> Measures =>
        [new Measure($"{Name}, p50", "ms", 1.3, MoreIsBetter: false), new Measure($"{Name}, p99", "ms", 1.5, MoreIsBetter: false)];

    private int Calls => ground.Quick ? 8_000 : 40_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await ground.TypicalAsync();
    }

    public Task<double[]> MeasureEngineAsync() => RunAsync(customer =>
        store.Engine.ContextAsync(Tenants.Default, new CustomerRef(new Identifier(Identifier.OwnType, LogSeries.StreamOf(customer))),
            new ContextQuery(), default));

    public Task<double[]> MeasureBaselineAsync() => RunAsync(customer => HandSelect.ByIdAsync(store.Source, LogSeries.StreamOf(customer)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<double[]> RunAsync(Func<string, Task> ask)
    {
        var latencies = await Load.LatenciesAsync(ground.Time, Clients, Calls, n => ask(store.Pick(n)));
        return [Statistics.Percentile(latencies, 0.50), Statistics.Percentile(latencies, 0.99)];
    }
}
