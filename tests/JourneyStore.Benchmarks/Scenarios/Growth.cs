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

/// <summary>What the larger store has more of.</summary>
internal enum Grown
{
    /// <summary>Customers, all with as many events; as many customers are busy as the smaller store has, spread over all.</summary>
    Log,

    /// <summary>The same; all customers are busy, so there are more of them too.</summary>
    LogAndLoad,

    /// <summary>Events a customer.</summary>
    History,
}

/// <summary>
/// The same work on a large and on a small store: what an answer costs must not grow with what is stored. Of reads and of appends to long histories
/// the p99 is
/// measured, of appends to a large log what an event costs: the time that 64 callers take for many, by their number.
/// </summary>
/// <param name="work">The work.</param>
/// <param name="grown">What there is more of.</param>
internal sealed class Growth(Work work, Grown grown) : IComparison
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

    public string Name
    {
        get
        {
            var what = grown switch { Grown.Log => "the log", Grown.LogAndLoad => "log and load", _ => "histories" };
            return $"growth of {what}: {(IsCost ? $"cost of an event, {Appending} callers" : $"{work.ToString().ToLowerInvariant()} p99")}{sizes}";
        }
    }

    public string Unit => IsCost ? "µs" : "ms";

    public double Target => 1.2;

    public bool MoreIsBetter => false;

    private bool IsCost => work == Work.Append && grown != Grown.History;

    private int Calls => (work, IsCost) switch
    {
        (Work.Append, true) => ground.Quick ? 8_000 : 40_000,
        (Work.Append, false) => ground.Quick ? 1_200 : 4_000,
        _ => ground.Quick ? 4_000 : 60_000,
    };

    public string? LeftOut(Ground on) =>
        grown == Grown.LogAndLoad && on.Quick ? "in a quick run all customers fit into what is remembered; a run without --quick" : null;

    public Task PrepareAsync(Ground on)
    {
        ground = on;
        return grown == Grown.History ? PrepareHistoriesAsync() : PrepareLogsAsync();
    }

    public Task<double> EngineAsync() => RunAsync(large, 0);

    // An append makes a short history longer: each measurement takes customers that none has appended to, as many as the other side has.
    public Task<double> BaselineAsync() => RunAsync(small, grown == Grown.History && work == Work.Append ? ++groups * LongLived : 0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task PrepareHistoriesAsync()
    {
        var rounds = ground.Quick ? 5_000 : ground.Sized(100_000);
        sizes = $", {LongLived} customers with {rounds:N0} events against {ShortHistory}";
        large = await ground.FilledAsync(LongLived, rounds);
        // One group for the reads, one for each measurement of the appends and for its warm-up.
        small = await ground.FilledAsync(LongLived * (2 + ((IScenario)this).Pairs(ground)), ShortHistory);
    }

    private async Task PrepareLogsAsync()
    {
        var (many, few, rounds) = (ground.ManyCustomers, ground.FewCustomers, ground.GrowthRounds);
        var busy = grown == Grown.Log ? $"{few:N0} customers" : $"{many:N0} customers against {few:N0}";
        sizes = $", {(long)many * rounds:N0} events against {(long)few * rounds:N0}, {busy} busy";
        large = await ground.FilledAsync(many, rounds);
        small = await ground.FilledAsync(few, rounds);
    }

    private async Task<double> RunAsync(FilledStore store, int first)
    {
        var busy = grown switch { Grown.History => LongLived, Grown.Log => ground.FewCustomers, _ => store.Customers };
        var apart = grown == Grown.Log ? store.Customers / busy : 1;
        Task OneAsync(int n) => DoAsync(store, new Identifier("crm", $"c{first + (int)(n * 7_919L % busy) * apart}"));
        if (IsCost) return 1e6 / await Load.RateAsync(ground.Time, Appending, Calls, _ => OneAsync(ground.Next()));
        // The first visit of a group is not the price of its history.
        if (grown == Grown.History) await Load.RateAsync(ground.Time, Clients, LongLived, OneAsync);
        return Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, _ => OneAsync(ground.Next())), 0.99);
    }

    private Task DoAsync(FilledStore store, Identifier customer) => work switch
    {
        Work.Append => store.Engine.AppendAsync(Ground.Request(ground.EventOf(customer)), default),
        Work.Context => store.Engine.ContextAsync(Tenants.Default, new CustomerRef(customer), new ContextQuery(), default),
        _ => store.Engine.TimelineAsync(Tenants.Default, new CustomerRef(customer), new TimelineQuery { Limit = 10 }, default),
    };
}
