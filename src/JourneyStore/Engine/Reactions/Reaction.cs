using JourneyStore.Events;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Base of a reaction: what must happen in the outside world because of an event. What it wants is written down in the transaction that
/// stores the event and delivered after its commit, at least once, with the same idempotency key each time; the events of one customer in
/// their order. A rebuild, a verification or a duplicate fires nothing. Found by itself; one that needs settings is given to the engine by
/// <see cref="EngineOptions.Reactions"/>. Called from many threads.
/// </summary>
public abstract class Reaction
{
    /// <summary>Lower-case name; part of the idempotency key, so it does not change.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for the inventory.</summary>
    public abstract string Describes { get; }

    /// <summary>False: this process takes no part in it, neither asks what it wants nor delivers. Default true; read once, at start.</summary>
    public virtual bool IsActive => true;

    /// <summary>
    /// Whether it wants to react to an event that is being stored. Pure, and quick: the append waits for it. When it throws, the event is
    /// stored all the same, and the delivery is kept as failed for good, with the reason.
    /// </summary>
    public abstract bool Wants(JourneyEvent @event);

    /// <summary>
    /// Reacts. A return means done, whatever is thrown means not done: it is tried again later, with growing pauses, and while it waits the
    /// customer's later events wait too. It has 30 seconds.
    /// </summary>
    /// <param name="event">The event, as it is stored.</param>
    /// <param name="context">What the outside world needs to know a repeat by.</param>
    /// <param name="ct">The time is up, or the process stops.</param>
    public abstract Task ReactAsync(JourneyEvent @event, ReactionContext context, CancellationToken ct);
}

/// <summary>What comes with an event that is delivered.</summary>
/// <param name="IdempotencyKey">The same for every delivery of this event by this reaction, in every process, for ever.</param>
/// <param name="Try">How often it has been tried, this time included; begins anew when somebody asks for another try.</param>
public sealed record ReactionContext(Guid IdempotencyKey, int Try);
