using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>
/// What reactions want of stored events, until it is delivered. Rows come with the batch that stores the event
/// (<see cref="BatchWrites.Outbox"/>) and by no other way.
/// </summary>
public interface IOutboxStorage
{
    /// <summary>
    /// Takes deliveries of a reaction that are due, the longest due first, with one more try counted; nobody else gets them until the moment
    /// given. Of a customer only the one with the lowest position that is neither delivered nor dead.
    /// </summary>
    Task<IReadOnlyList<StoredDelivery>> ClaimDeliveriesAsync(string reaction, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct);

    /// <summary>It has happened: the row goes.</summary>
    Task DeliveredAsync(long number, CancellationToken ct);

    /// <summary>It has not happened. Without effect when somebody else has claimed it since.</summary>
    Task FailedAsync(FailedDelivery failed, CancellationToken ct);

    /// <summary>How many there are, of all tenants; a reaction without any is absent. May stop counting at 100,000 in all.</summary>
    Task<IReadOnlyList<DeliveryCount>> CountDeliveriesAsync(CancellationToken ct);

    /// <summary>Those that are dead, by number.</summary>
    Task<IReadOnlyList<DeadDelivery>> ReadDeadAsync(string tenant, string? reaction, long after, int limit, CancellationToken ct);

    /// <summary>Makes those that are dead due, as if they had not been tried; answers how many.</summary>
    Task<long> ReviveDeadAsync(string tenant, string? reaction, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A delivery to write down.</summary>
/// <param name="Reaction">Who wants it.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Customer">The customer of the event.</param>
/// <param name="Position">The event's position.</param>
/// <param name="Refused">Why it is dead from the beginning; null: it is due at once.</param>
public readonly record struct NewDelivery(string Reaction, string Tenant, string Customer, long Position, string? Refused);

/// <summary>A delivery that somebody has claimed.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Try">How often it has been tried, this time included.</param>
/// <param name="Event">The event.</param>
public sealed record StoredDelivery(long Number, int Try, StoredEvent Event);

/// <summary>A try that failed.</summary>
/// <param name="Number">The delivery.</param>
/// <param name="Try">Which try.</param>
/// <param name="DueAt">When it is due again, and all later ones of the same reaction and customer with it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Dead">True: it is not tried again, and holds up nobody.</param>
public sealed record FailedDelivery(long Number, int Try, DateTimeOffset DueAt, string Reason, bool Dead);

/// <summary>What a reaction has before it.</summary>
/// <param name="Reaction">The reaction.</param>
/// <param name="Waiting">Deliveries that are due, claimed, or wait for their next try.</param>
/// <param name="Dead">Deliveries that failed for good.</param>
/// <param name="Reason">Why the newest of those that have failed did; null: none has.</param>
public sealed record DeliveryCount(string Reaction, long Waiting, long Dead, string? Reason);

/// <summary>A delivery that failed for good.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Reaction">The reaction.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Position">Position of the event.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Tries">How often it was tried; 0: the reaction could not say whether it wants it.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record DeadDelivery(long Number, string Reaction, string Customer, long Position, string EventType, int Tries, string Reason);
