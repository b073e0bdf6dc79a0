using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

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
