using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Reactions;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// The events of one customer that a page of a subscription holds: told one after the other, until one is not done or the page is over.
/// </summary>
internal sealed class CustomerLine(
    CustomerKey customer, IReadOnlyList<JourneyEvent> events, ReactionQueue queue, Func<Behind, DeliveryOutcome, Task> cameLate)
{
    private readonly Lock gate = new();
    private int told;
    private TaskCompletionSource<bool>? telling;
    private bool isLeft;
    private DeliveryOutcome last;

    /// <summary>Tells the events in their order. Ends early when the page has left the line.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var @event in events)
        {
            lock (gate)
            {
                if (isLeft) return;
                telling = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            var outcome = await TellAsync(@event, ct);
            lock (gate)
            {
                telling!.SetResult(true);
                telling = null;
                last = outcome;
                if (outcome.IsOver) told++;
                if (!isLeft && !outcome.IsOver) return;
                if (!isLeft) continue;
            }
            // The page is written down without this outcome.
            await cameLate(new Behind(queue.Reaction.Name, customer, @event.Version, events[^1].Version, 0), outcome);
            return;
        }
    }

    /// <summary>
    /// The page is over: null when all is told, else what is left. What is being told just now counts as not told, and is held for as long as it
    /// takes.
    /// </summary>
    /// <param name="now">Now.</param>
    /// <param name="hold">Holds a customer until a task ends.</param>
    public NewBehind? Leave(DateTimeOffset now, Func<Behind, Task<bool>, Task> hold)
    {
        lock (gate)
        {
            isLeft = true;
            if (told == events.Count) return null;
            var (from, upTo) = (events[told].Version, events[^1].Version);
            if (telling is { Task: var still })
            {
                _ = hold(new Behind(queue.Reaction.Name, customer, from, upTo, 0), still);
                return new NewBehind(customer, from, upTo, 0, now + ReactionRuntime.Lease, null);
            }
            return last.Kind == DeliveryKind.Later
                ? new NewBehind(customer, from, upTo, last.Tries, last.DueAt, last.Reason)
                : new NewBehind(customer, from, upTo, 0, now, null);
        }
    }

    private async Task<DeliveryOutcome> TellAsync(JourneyEvent @event, CancellationToken ct)
    {
        try
        {
            return await queue.DeliverAsync(@event, 0, ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            // The dead letters cannot be reached, most likely: the event follows by itself, and with it what has become of it.
            return new DeliveryOutcome(DeliveryKind.Later, 0, DateTimeOffset.UnixEpoch, ReasonText.Of(fault));
        }
    }
}
