using JourneyStore.Engine.Errors;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Intake;

/// <summary>The way in: checks a request's events, splits them over the committers' lanes, and puts the results together again.</summary>
internal sealed class IntakeGate(IntakeOptions options, Acceptance acceptance, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly IntakeQueue queue = new(options);
    private readonly List<(Task Running, BatchStore Store)> committers = [];

    public int WaitingEvents => queue.WaitingEvents;

    public void Start(Func<BatchStore> openStore)
    {
        for (var lane = 0; lane < queue.Lanes; lane++)
        {
            var store = openStore();
            var committer = new Committer(queue, lane, options, store, logger);
            committers.Add((Task.Run(committer.RunAsync), store));
        }
    }

    public async Task<AppendReceipt> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        if (request.Events.Count > options.MaxEventsPerRequest)
            throw new BadParameterException("events", $"A request has at most {options.MaxEventsPerRequest} events, found {request.Events.Count}.");
        var now = time.GetUtcNow();
        var results = new AppendResult[request.Events.Count];
        var accepted = new List<AcceptedEvent>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            var (@event, rejection) = acceptance.Check(request.Tenant, request.Events[i], now);
            if (@event is null) results[i] = rejection!;
            else accepted.Add(@event);
        }
        if (accepted.Count > 0)
        {
            var stored = await SubmitAsync(accepted, request.ExpectedVersion, ct);
            var next = 0;
            for (var i = 0; i < results.Length; i++) results[i] ??= stored[next++];
        }
        var position = 0L;
        foreach (var result in results) position = Math.Max(position, result.Position ?? 0);
        return new AppendReceipt(results, position);
    }

    /// <summary>Puts accepted events into the queue and waits until all are committed.</summary>
    public async Task<AppendResult[]> SubmitAsync(IReadOnlyList<AcceptedEvent> events, long? expectedVersion, CancellationToken ct)
    {
        var lane = queue.LaneOf(events[0]);
        if (expectedVersion is not null || AllIn(lane, events))
        {
            var work = new IntakeWork(events, expectedVersion);
            queue.Put([(lane, work)]);
            // Cancelling stops the waiting, not the commit: what was taken is stored.
            return await work.Done.WaitAsync(ct);
        }
        var lanes = Split(events);
        var works = lanes.ConvertAll(part => (part.Lane, Work: new IntakeWork(part.Events, null)));
        queue.Put(works);
        var results = new AppendResult[events.Count];
        for (var i = 0; i < works.Count; i++)
        {
            var part = await works[i].Work.Done.WaitAsync(ct);
            for (var j = 0; j < part.Length; j++) results[lanes[i].At[j]] = part[j];
        }
        return results;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Close();
        foreach (var (running, store) in committers)
        {
            await running;
            await store.DisposeAsync();
        }
    }

    private bool AllIn(int lane, IReadOnlyList<AcceptedEvent> events)
    {
        for (var i = 1; i < events.Count; i++)
            if (queue.LaneOf(events[i]) != lane) return false;
        return true;
    }

    private List<(int Lane, List<AcceptedEvent> Events, List<int> At)> Split(IReadOnlyList<AcceptedEvent> events)
    {
        var lanes = new List<(int Lane, List<AcceptedEvent> Events, List<int> At)>(queue.Lanes);
        for (var i = 0; i < events.Count; i++)
        {
            var lane = queue.LaneOf(events[i]);
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
