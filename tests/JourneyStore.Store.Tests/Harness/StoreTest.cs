using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>What all suites share: a store, an engine on it, and the words in which they speak of them.</summary>
public abstract class StoreTest(bool withoutSchema = false) : IAsyncLifetime
{
    private readonly StoreHarness harness = new(withoutSchema);

    /// <summary>Longer than anything of the contract takes, on the busiest machine.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource ending = new(Generous);
    private readonly HashSet<JourneyEngine> running = [];
    private int events;

    protected const string Tenant = "acme";

    protected StoreHarness Harness => harness;

    protected SteeredTime Time => harness.Time;

    protected JourneyEngine Engine { get; private set; } = null!;

    /// <summary>Ends when the test has taken unreasonably long.</summary>
    protected CancellationToken Soon => ending.Token;

    public virtual async Task InitializeAsync()
    {
        await harness.OpenAsync();
        Engine = await SecondEngineAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var engine in running) await engine.DisposeAsync();
        await harness.DisposeAsync();
        ending.Dispose();
        // Replies are taken on where they are heard. What comes after the last test blocks, for something that the same thread might have to hear.
        await Task.Yield();
    }

    /// <summary>Another engine on the same store; disposed of with the test.</summary>
    protected async Task<JourneyEngine> SecondEngineAsync(EngineOptions? options = null, Inventory? rooms = null)
    {
        var engine = await harness.StartEngineAsync(options, rooms);
        running.Add(engine);
        return engine;
    }

    /// <summary>One of two engines ends; the test goes on with the other.</summary>
    protected async Task GoOnWithAsync(JourneyEngine other)
    {
        running.Remove(Engine);
        await Engine.DisposeAsync();
        Engine = other;
    }

    /// <summary>An event of a customer (<c>email:ann@example.org</c>; several, comma-separated; null: nobody is named).</summary>
    protected EventCandidate Event(
        string? customer, IEventBody? body = null, DateTimeOffset? at = null, string? id = null, string? @case = null, string? type = null) => new()
    {
        Source = "urn:contract",
        Id = id ?? $"event-{Interlocked.Increment(ref events)}",
        Type = type ?? (body is null ? "thing.happened" : Bodies.TypeOf(body)),
        OccurredAt = at,
        Customer = customer is null ? [] : Identifiers(customer),
        Process = @case is null ? null : "incident",
        CaseId = @case,
        Data = body is null ? default : Bodies.Write(body),
    };

    protected Task<AppendReceipt> AppendAsync(params EventCandidate[] candidates) => AppendToAsync(Engine, candidates);

    protected Task<AppendReceipt> AppendToAsync(JourneyEngine engine, params EventCandidate[] candidates) =>
        engine.AppendAsync(new AppendRequest(Tenant, candidates), Soon);

    /// <summary>Appends one event that must be stored.</summary>
    protected async Task<AppendResult> StoreAsync(EventCandidate candidate)
    {
        var result = (await AppendAsync(candidate)).Results.ShouldHaveSingleItem();
        result.Status.ShouldBe(AppendStatus.Stored, result.Reason);
        return result;
    }

    protected static CustomerRef Ref(string text) =>
        CustomerRef.TryParse(text, out var reference, out var problem) ? reference : throw new ArgumentException(problem);

    /// <summary>The whole stream of a customer, read in pages.</summary>
    protected async Task<List<JourneyEvent>> StreamAsync(string customer, string tenant = Tenant, int page = 1_000)
    {
        var all = new List<JourneyEvent>();
        while (true)
        {
            var next = await Engine.StreamAsync(tenant, Ref(customer), all.Count + 1, forwards: true, page, Soon);
            all.AddRange(next);
            if (next.Count < page) return all;
        }
    }

    /// <summary>Asks until the answer is there: for work that an engine does by itself, without a position to wait for.</summary>
    protected async Task EventuallyAsync(Func<Task<bool>> isSo, string what)
    {
        // Most of what is waited for is an append; what is not is looked for again soon.
        await using var watch = harness.OpenDatabase();
        while (!await isSo())
        {
            if (Soon.IsCancellationRequested) throw new TimeoutException($"Waited {Generous} in vain: {what}.");
            await watch.WaitForAppendAsync(LookAgainAfter, CancellationToken.None);
        }
    }

    private static Identifier[] Identifiers(string text) =>
        Identifier.TryParseList(text, out var identifiers, out var problem) ? identifiers : throw new ArgumentException(problem);
}
