using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>What is done once with a large store.</summary>
internal enum Work
{
    /// <summary>One event appended to a customer.</summary>
    Append,

    /// <summary>Context of a customer.</summary>
    Context,

    /// <summary>The newest 10 events of a customer.</summary>
    Timeline,
}

/// <summary>The same work on a large and on a small store: what an answer costs must not grow with what is stored.</summary>
/// <param name="work">The work. Its p99 is measured; of appends to a large log, what an event costs: the time that 64 callers take for many of them.</param>
/// <param name="longHistory">True: customers with a long history against as many with a short one; false: a large log against a small one.</param>
internal sealed class Growth(Work work, bool longHistory) : IComparison
{
    private const int Clients = 4;
    private const int Appending = 64;
    private const int LongLived = 16;
    private const int ShortHistory = 10;

    private Ground ground = null!;
    private FilledStore large = null!;
    private FilledStore small = null!;
    private string sizes = "";
    private int groups;

    public string Name => IsCost ? $"growth: cost of an event, {Appending} callers, {sizes}" : $"growth: {work.ToString().ToLowerInvariant()} p99, {sizes}";

    public string Unit => IsCost ? "µs" : "ms";

    public double Target => 1.2;

    public bool MoreIsBetter => false;

    private bool IsCost => work == Work.Append && !longHistory;

    private int Calls => (work, IsCost) switch
    {
        (Work.Append, true) => ground.Quick ? 8_000 : 40_000,
        (Work.Append, false) => ground.Quick ? 1_200 : 4_000,
        _ => ground.Quick ? 4_000 : 20_000,
    };

    public Task PrepareAsync(Ground on)
    {
        ground = on;
        return longHistory ? PrepareHistoriesAsync() : PrepareLogsAsync();
    }

    public Task<double> EngineAsync() => RunAsync(large, 0);

    // An append makes a short history longer: each measurement takes customers that none has appended to, as many as the other side has.
    public Task<double> BaselineAsync() => RunAsync(small, longHistory && work == Work.Append ? ++groups * LongLived : 0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task PrepareHistoriesAsync()
    {
        var rounds = ground.Quick ? 5_000 : ground.Sized(100_000);
        sizes = $"{LongLived} customers with {rounds:N0} events against {ShortHistory}";
        large = await ground.FilledAsync(LongLived, rounds);
        // One group for the reads, one for each measurement of the appends and for its warm-up.
        small = await ground.FilledAsync(LongLived * (2 + ((IScenario)this).Pairs(ground)), ShortHistory);
    }

    private async Task PrepareLogsAsync()
    {
        sizes = $"{(long)ground.Large.Customers * ground.Large.Rounds:N0} events against {(long)ground.Small.Customers * ground.Small.Rounds:N0}";
        large = await ground.FilledAsync(ground.Large.Customers, ground.Large.Rounds);
        small = await ground.FilledAsync(ground.Small.Customers, ground.Small.Rounds);
    }

    private async Task<double> RunAsync(FilledStore store, int first)
    {
        var customers = longHistory ? LongLived : store.Customers;
        Task OneAsync(int n) => DoAsync(store, new Identifier("crm", $"c{first + (int)(n * 7_919L % customers)}"));
        if (IsCost) return 1e6 / await Load.RateAsync(ground.Time, Appending, Calls, _ => OneAsync(ground.Next()));
        // The first visit of a group is not the price of its history.
        if (longHistory) await Load.RateAsync(ground.Time, Clients, LongLived, OneAsync);
        return Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, _ => OneAsync(ground.Next())), 0.99);
    }

    private Task DoAsync(FilledStore store, Identifier customer) => work switch
    {
        Work.Append => store.Engine.AppendAsync(Ground.Request(ground.EventOf(customer)), default),
        Work.Context => store.Engine.ContextAsync(Tenants.Default, new CustomerRef(customer), new ContextQuery(), default),
        _ => store.Engine.TimelineAsync(Tenants.Default, new CustomerRef(customer), new TimelineQuery { Limit = 10 }, default),
    };
}
