using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>What is done once with a large store.</summary>
internal enum Work
{
    /// <summary>One event appended to a random customer: p99.</summary>
    Append,

    /// <summary>Context of a random customer: p99.</summary>
    Context,

    /// <summary>The newest 10 events of a random customer: p99.</summary>
    Timeline,
}

/// <summary>The same work on a large and on a small store: what an answer costs must not grow with what is stored.</summary>
/// <param name="work">The work.</param>
/// <param name="longHistory">True: few customers with a long history against many with a short one; false: a large log against a small one.</param>
internal sealed class Growth(Work work, bool longHistory) : IComparison
{
    private const int Clients = 4;

    private Ground ground = null!;
    private FilledStore large = null!;
    private FilledStore small = null!;
    private string sizes = "";

    public string Name => $"growth: {work.ToString().ToLowerInvariant()} p99, {sizes}";

    public string Unit => "ms";

    public double Target => 1.2;

    public bool MoreIsBetter => false;

    private int Calls => work == Work.Append ? ground.Quick ? 1_000 : 4_000 : ground.Quick ? 4_000 : 20_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        if (longHistory)
        {
            var rounds = ground.Quick ? 10_000 : 100_000;
            sizes = $"customers with {rounds:N0} events against 10";
            large = await ground.FilledAsync(4, rounds);
            small = await ground.FilledAsync(4 * rounds / 10, 10);
        }
        else
        {
            var rounds = ground.Huge ? 500 : ground.Quick ? 10 : 100;
            sizes = $"{rounds * Ground.Customers:N0} events against 100,000";
            large = await ground.FilledAsync(Ground.Customers, rounds);
            small = await ground.FilledAsync(Ground.Customers, 5);
        }
    }

    public Task<double> EngineAsync() => RunAsync(large);

    public Task<double> BaselineAsync() => RunAsync(small);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<double> RunAsync(FilledStore store) => Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, async _ =>
    {
        var customer = new Identifier("crm", $"c{ground.Next() * 7_919L % store.Customers}");
        if (work == Work.Append) await store.Engine.AppendAsync(Ground.Request(ground.EventOf(customer)), default);
        else if (work == Work.Context) await store.Engine.ContextAsync(Tenants.Default, new CustomerRef(customer), new ContextQuery(), default);
        else await store.Engine.TimelineAsync(Tenants.Default, new CustomerRef(customer), new TimelineQuery { Limit = 10 }, default);
    }), 0.99);
}
