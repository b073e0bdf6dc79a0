using JourneyStore.Engine.Errors;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Intake;

/// <summary>The way in: checks a request's events, splits them over the committers' lanes, and puts the results together again.</summary>
internal sealed class IntakeGate(IntakeOptions options, Acceptance acceptance, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly IntakeQueue queue = new(options);
    private readonly List<(Task Running, Committer Committer, BatchStore Store)> committers = [];

    public int WaitingEvents => queue.WaitingEvents;

    /// <summary>True when a batch has been at work for longer than anybody waits for it: the database does not get on.</summary>
    public bool IsStuck => committers.Exists(one => one.Committer.AtWorkFor >= options.MaxWait);

    public void Start(Func<BatchStore> openStore)
    {
        for (var lane = 0; lane < queue.Lanes; lane++)
        {
            var store = openStore();
            var committer = new Committer(queue, lane, options, store, time, logger);
            committers.Add((Task.Run(committer.RunAsync), committer, store));
        }
    }

    public async Task<AppendReceipt> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        if (request.Events.Count > options.MaxEventsPerRequest)
            throw new BadParameterException("events", $"A request has at most {options.MaxEventsPerRequest} events, found {request.Events.Count}.");
        var now = time.GetUtcNow();
        var results = new AppendResult[request.Events.Count];
        var (accepted, at) = (new List<AcceptedEvent>(results.Length), new List<int>(results.Length));
        for (var i = 0; i < results.Length; i++)
        {
            var (@event, rejection) = acceptance.Check(request.Tenant, request.Events[i], now);
            if (@event is null)
            {
                results[i] = rejection!;
                continue;
            }
            accepted.Add(@event);
            at.Add(i);
        }
        if (accepted.Count > 0)
        {
            var stored = await SubmitAsync(accepted, request.ExpectedVersion, ct);
            for (var i = 0; i < stored.Length; i++) results[at[i]] = stored[i];
        }
        return new AppendReceipt(results, results.Max(result => result.Position) ?? 0);
    }

    /// <summary>Puts accepted events into the queue and waits until all are committed.</summary>
    public async Task<AppendResult[]> SubmitAsync(IReadOnlyList<AcceptedEvent> events, long? expectedVersion, CancellationToken ct)
    {
        var lanes = Split(events, expectedVersion);
        var works = lanes.ConvertAll(lane => (lane.Lane, new IntakeWork(lane.Events, expectedVersion)));
        queue.Put(works);
        var results = new AppendResult[events.Count];
        var began = time.GetTimestamp();
        for (var i = 0; i < works.Count; i++)
        {
            // Cancelling stops the waiting, not the commit: what was taken is stored.
            var part = await InTimeAsync(works[i].Item2, began, works, ct);
            for (var j = 0; j < part.Length; j++) results[lanes[i].At[j]] = part[j];
        }
        return results;
    }

    private async Task<AppendResult[]> InTimeAsync(IntakeWork work, long began, List<(int, IntakeWork Work)> all, CancellationToken ct)
    {
        var left = options.MaxWait - time.GetElapsedTime(began);
        try
        {
            return await work.Done.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, ct);
        }
        catch (TimeoutException)
        {
            var untouched = 0;
            foreach (var (_, one) in all)
                if (one.TryGiveUp()) untouched++;
            throw new StoreSlowException(options.MaxWait, isNothingStored: untouched == all.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Close();
        foreach (var (running, _, store) in committers)
        {
            await running;
            await store.DisposeAsync();
        }
    }

    private List<(int Lane, List<AcceptedEvent> Events, List<int> At)> Split(IReadOnlyList<AcceptedEvent> events, long? expectedVersion)
    {
        var lanes = new List<(int Lane, List<AcceptedEvent> Events, List<int> At)>(queue.Lanes);
        for (var i = 0; i < events.Count; i++)
        {
            var lane = queue.LaneOf(expectedVersion is null ? events[i] : events[0]);
            var found = lanes.FindIndex(l => l.Lane == lane);
            if (found < 0)
            {
                found = lanes.Count;
                lanes.Add((lane, [], []));
            }
            lanes[found].Events.Add(events[i]);
            lanes[found].At.Add(i);
        }
        return lanes;
    }
}
