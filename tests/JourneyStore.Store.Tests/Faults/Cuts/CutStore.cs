using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JourneyStore.Store.Tests.Faults.Cuts;

/// <summary>
/// A store whose engine reaches PostgreSQL through a proxy that cuts connections, and what its client was told. The engine's pauses before it
/// tries again take no real time: whoever waits moves the clock.
/// </summary>
internal sealed class CutStore : IAsyncDisposable
{
    private const string Tenant = "acme";
    private const int MostTries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongerThanAnyPause = TimeSpan.FromSeconds(6);
    private static int enginesMade = 1_000;

    private readonly Dictionary<string, (string? Customer, long? Position)> acknowledged = [];
    private readonly HashSet<string> customers = [];
    private readonly List<JourneyEngine> engines = [];
    private readonly string database;
    private readonly Database direct;

    private CutStore(string database)
    {
        this.database = database;
        Proxy = CuttingProxy.To(database);
        direct = Database.Open(database, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public static DateTimeOffset Start { get; } = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Start);

    public CuttingProxy Proxy { get; }

    /// <summary>The engine behind the proxy.</summary>
    public JourneyEngine Through { get; private set; } = null!;

    /// <summary>Repeats that were told "duplicate": the commit was done and its answer lost.</summary>
    public int AnswersLost { get; private set; }

    /// <summary>Repeats that were stored: the cut came before the commit.</summary>
    public int StoredAtRepeat { get; private set; }

    public static async Task<CutStore> OpenAsync(bool runProjections)
    {
        var store = new CutStore(await DatabasePool.TakeAsync());
        store.Through = await store.EngineAsync(store.Proxy.ConnectionString, runProjections);
        return store;
    }

    /// <summary>An engine on the same database that is never cut off.</summary>
    public Task<JourneyEngine> DirectEngineAsync(bool runProjections) => EngineAsync(database, runProjections);

    public static EventCandidate Event(string id, string? customer, DateTimeOffset at, IEventBody body, string? @case = null) => new()
    {
        Source = "urn:cuts",
        Id = id,
        Type = Bodies.TypeOf(body),
        OccurredAt = at,
        Customer = customer is null ? [] : [new Identifier("crm", customer)],
        Process = @case is null ? null : "incident",
        CaseId = @case,
        Activity = @case is null ? null : Bodies.TypeOf(body),
        Data = Bodies.Write(body),
    };

    /// <summary>Sends events, the same again and again, until there is an answer, and notes what it says.</summary>
    public async Task AppendAsync(JourneyEngine engine, params EventCandidate[] events)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var receipt = await engine.AppendAsync(new AppendRequest(Tenant, events), CancellationToken.None);
                Note(receipt, tries);
                return;
            }
            catch (StoreUnavailableException) when (tries < MostTries)
            {
                // The client's part of the bargain: repeat what was not acknowledged.
            }
        }
    }

    /// <summary>Waits for a state, and meanwhile lets the engine's pauses pass.</summary>
    public async Task EventuallyAsync(Func<Task<bool>> state, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await state())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience) throw new TimeoutException($"Waited in vain: {what}.");
            Time.Advance(LongerThanAnyPause);
            await direct.WaitForAppendAsync(Look, CancellationToken.None);
        }
    }

    public async Task<bool> NothingIsHeldAsync() => (await direct.ReadHeldAsync(Tenant, 0, 1, CancellationToken.None)).Count == 0;

    public async Task<bool> ProjectionsReachedAsync(long position)
    {
        var asynchronous = Through.Views.Where(view => view.Freshness == "async").Select(view => view.Name).ToHashSet();
        return (await direct.ReadProgressAsync(CancellationToken.None))
            .Where(p => p.Generation == Generation.Living && asynchronous.Contains(p.Projection)).All(p => p.Position >= position);
    }

    public Task<long> HighestAsync() => direct.ReadHighestPositionAsync(CancellationToken.None);

    /// <summary>
    /// Sees that exactly the acknowledged events are stored, each once, whole streams without holes, and every view the fold of the log up
    /// to its head. Whose event it is and where, when that was told.
    /// </summary>
    public async Task ShouldHoldExactlyWhatWasAcknowledgedAsync(JourneyEngine folding)
    {
        var highest = await HighestAsync();
        await EventuallyAsync(() => ProjectionsReachedAsync(highest), "the projections reach the head of the log");
        var stored = new List<JourneyEvent>();
        foreach (var customer in customers)
        {
            var stream = await StreamAsync(folding, customer);
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count).Select(i => (long)i), "a stream has no holes");
            stored.AddRange(stream.Where(one => one.Type != CaseMoved.Type));
        }
        stored.Select(e => e.Id).ShouldBe(acknowledged.Keys, ignoreOrder: true);
        stored.Select(e => e.Position).ShouldBeUnique();
        foreach (var (id, (customer, position)) in acknowledged)
            if (position is not null) stored.Single(e => e.Id == id)
                .ShouldSatisfyAllConditions(e => e.Position.ShouldBe(position.Value), e => e.Customer.ShouldBe(customer));
        (await direct.CheckLogAsync(CancellationToken.None)).ShouldBeEmpty();
        var report = await folding.VerifyAsync(null, null, CancellationToken.None);
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
        report.Clean.ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        // Engines pause on the clock that stands still; cancelling them ends their pauses.
        foreach (var engine in engines) await engine.DisposeAsync();
        await Proxy.DisposeAsync();
        await direct.DisposeAsync();
        await DatabasePool.GiveBackAsync(database);
    }

    private async Task<JourneyEngine> EngineAsync(string connectionString, bool runProjections)
    {
        var storage = Database.Open(connectionString, Time, NullLoggerFactory.Instance);
        var options = new EngineOptions
        {
            RunProjections = runProjections, Intake = new IntakeOptions { Committers = 1 }, Identity = StoreHarness.Numbered,
        };
        var engine = new JourneyEngine(storage, StoreHarness.Rooms, options, Time, new SeededIds(Interlocked.Increment(ref enginesMade)),
            NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        engines.Add(engine);
        return engine;
    }

    private void Note(AppendReceipt receipt, int tries)
    {
        foreach (var result in receipt.Results)
        {
            result.Status.ShouldBeOneOf(tries == 1 ? [AppendStatus.Stored, AppendStatus.Held]
                : [AppendStatus.Stored, AppendStatus.Held, AppendStatus.Duplicate]);
            acknowledged.Add(result.Id, (result.Customer, result.Position));
            if (result.Customer is not null) customers.Add(result.Customer);
            if (tries == 1) continue;
            if (result.Status == AppendStatus.Duplicate) AnswersLost++;
            else StoredAtRepeat++;
        }
    }

    private static async Task<List<JourneyEvent>> StreamAsync(JourneyEngine engine, string customer)
    {
        const int page = 1_000;
        var all = new List<JourneyEvent>();
        while (true)
        {
            var next = await engine.StreamAsync(Tenant, new CustomerRef(new Identifier(Identifier.OwnType, customer)), all.Count
                + 1, forwards: true, page, CancellationToken.None);
            all.AddRange(next);
            if (next.Count < page) return all;
        }
    }
}
