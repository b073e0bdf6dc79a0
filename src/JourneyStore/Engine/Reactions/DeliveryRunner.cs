using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Delivers what one reaction wants. What is due is claimed for a minute, so that no transaction is open while the outside world is called
/// and no other process delivers the same meanwhile; a delivery that is not recorded within that minute (a crash) is due again. Of one
/// customer only the earliest is claimed.
/// </summary>
internal sealed class DeliveryRunner(Database storage, Reaction reaction, EventReader reader, TimeProvider time, ILogger logger)
{
    /// <summary>After so many a delivery is dead: it stays, visibly, until somebody wants another try.</summary>
    public const int MostTries = 12;

    /// <summary>How long a claim holds: longer than a delivery can take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // The process that stores an event is woken by itself; what is due again, or was left by a process that died, is looked for.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private TaskCompletionSource wanted = Make();
    private long? counted;
    private long dead;

    public string Name => reaction.Name;

    /// <summary>Deliveries that failed for good, as last counted.</summary>
    public long Dead => Volatile.Read(ref dead);

    /// <summary>How long to wait after a try that failed: 1 second, doubled with each, 5 minutes at most.</summary>
    public static TimeSpan PauseAfter(int tries) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, tries - 1), LongestPause.TotalSeconds));

    public void Wake() => Volatile.Read(ref wanted).TrySetResult();

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await CountAsync(ct);
                if (!await StepAsync(ct)) await WantedAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database is away, most likely. Deliveries stay where they are; what was claimed is due again when the claim ends.
                logger.LogWarning(exception, "Deliveries of reaction {Reaction} wait", Name);
                await Task.Delay(TryAgainAfter, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> StepAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var claimed = await storage.ClaimDeliveriesAsync(Name, now, now + Lease, AtOnce, ct);
        await Task.WhenAll(claimed.Select(delivery => DeliverAsync(delivery, ct)));
        return claimed.Count > 0;
    }

    private async Task DeliverAsync(StoredDelivery delivery, CancellationToken ct)
    {
        if (await TryAsync(delivery, ct) is not { } failure)
        {
            // It has happened: whoever stops now waits until that is written.
            await storage.DeliveredAsync(delivery.Number, CancellationToken.None);
            return;
        }
        var isLast = delivery.Try >= MostTries;
        var reason = ReasonText.Of(failure);
        if (isLast) logger.LogError("Reaction {Reaction} failed for good on the event at {Position}: {Reason}", Name, delivery.Event.Position, reason);
        else logger.LogWarning("Reaction {Reaction} failed on the event at {Position}, try {Try}: {Reason}", Name, delivery.Event.Position, delivery.Try, reason);
        await storage.FailedAsync(
            new FailedDelivery(delivery.Number, delivery.Try, time.GetUtcNow() + PauseAfter(delivery.Try), reason, isLast), CancellationToken.None);
    }

    /// <summary>Null: done. Else why not.</summary>
    private async Task<Exception?> TryAsync(StoredDelivery delivery, CancellationToken ct)
    {
        using var activity = Telemetry.Traces.StartActivity("journeystore.react")?.SetTag("journeystore.reaction", Name);
        using var patience = new CancellationTokenSource(Patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            var @event = reader.Read(delivery.Event);
            var key = EventKey.OfReaction(Name, EventKey.OfEvent(@event.Tenant, @event.Source, @event.Id));
            // One that does not listen to its token is left alone when the time is up.
            await reaction.ReactAsync(@event, new ReactionContext(key, delivery.Try), ending.Token).WaitAsync(ending.Token);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Whether it happened is not known, so it is delivered again when the claim ends.
            throw;
        }
        catch (Exception failure)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.Message);
            return patience.IsCancellationRequested ? new TimeoutException($"It took longer than {Patience.TotalSeconds:0} s.", failure) : failure;
        }
    }

    private async Task WantedAsync(CancellationToken ct)
    {
        try
        {
            await Volatile.Read(ref wanted).Task.WaitAsync(LookEvery, time, ct);
        }
        catch (TimeoutException)
        {
            // Nobody called; something may have become due all the same.
        }
        // Before the look at what is due: who calls during it calls for the next one.
        Interlocked.Exchange(ref wanted, Make());
    }

    private async Task CountAsync(CancellationToken ct)
    {
        var now = time.GetTimestamp();
        if (counted is { } last && time.GetElapsedTime(last, now) < CountEvery) return;
        counted = now;
        var count = (await storage.CountDeliveriesAsync(ct)).FirstOrDefault(count => count.Reaction == Name);
        Volatile.Write(ref dead, count?.Dead ?? 0);
        var tag = new KeyValuePair<string, object?>("reaction", Name);
        Telemetry.OutboxWaiting.Record(count?.Waiting ?? 0, tag);
        Telemetry.OutboxDead.Record(Dead, tag);
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
