using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Intake;

/// <summary>The way in: checks a request's events and gives them, as one work, to one of the committers.</summary>
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

    /// <param name="request">The events.</param>
    /// <param name="basis">What they rest on (<see cref="IntakeWork.Basis"/>); then all are of the one customer, named by our id.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<AppendReceipt> AppendAsync(AppendRequest request, CustomerMark? basis, CancellationToken ct)
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
            var stored = await SubmitAsync(accepted, request.ExpectedVersion, basis, ct);
            var next = 0;
            for (var i = 0; i < results.Length; i++) results[i] ??= stored[next++];
        }
        var position = 0L;
        foreach (var result in results) position = Math.Max(position, result.Position ?? 0);
        return new AppendReceipt(results, position);
    }

    /// <summary>Puts accepted events into the queue and waits until they are committed, all or none.</summary>
    public async Task<AppendResult[]> SubmitAsync(IReadOnlyList<AcceptedEvent> events, long? expectedVersion, CustomerMark? basis,
        CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var work = new IntakeWork(events, expectedVersion, basis);
        queue.Put(work);
        var left = options.MaxWait - time.GetElapsedTime(began);
        try
        {
            // Cancelling stops the waiting, not the commit: what was taken is stored.
            return await work.Done.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, ct);
        }
        catch (TimeoutException)
        {
            throw new StoreSlowException(options.MaxWait, isNothingStored: work.TryGiveUp());
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
}
