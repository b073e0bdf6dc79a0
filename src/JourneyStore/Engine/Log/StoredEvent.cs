using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Log;

/// <summary>An event as its row has it, nothing interpreted but when it occurred; its type is the stored one (<see cref="StoredType"/>).</summary>
public readonly record struct StoredEvent(
    long Position,
    Guid Key,
    string Tenant,
    string Customer,
    long Version,
    string Type,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string? CorrelationId,
    string? CausationId,
    ReadOnlyMemory<byte> Headers,
    ReadOnlyMemory<byte> Data)
{
    /// <summary>Its place in the order in which things occurred.</summary>
    public OccurrencePlace Place => new(OccurredAt, Position);
}

/// <summary>The order in which things occurred: by business time, and by position where the times are equal.</summary>
public readonly record struct OccurrencePlace(DateTimeOffset OccurredAt, long Position) : IComparable<OccurrencePlace>
{
    /// <summary>The later of two places.</summary>
    public static OccurrencePlace Later(OccurrencePlace? one, OccurrencePlace other) =>
        one is { } known && known.CompareTo(other) > 0 ? known : other;

    /// <summary>The earlier of two places.</summary>
    public static OccurrencePlace Earlier(OccurrencePlace? one, OccurrencePlace other) =>
        one is { } known && known.CompareTo(other) < 0 ? known : other;

    /// <inheritdoc />
    public int CompareTo(OccurrencePlace other)
    {
        var byTime = OccurredAt.CompareTo(other.OccurredAt);
        return byTime != 0 ? byTime : Position.CompareTo(other.Position);
    }
}

/// <summary>A page of the history of one group of events, in the order they occurred.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Customer">The customer; null: the history of a case.</param>
/// <param name="Case">The case; null: the history of a customer.</param>
/// <param name="After">Only events after this place; null: from the first.</param>
/// <param name="MaxPosition">Only events up to this position; null: all.</param>
/// <param name="OccurredUpTo">Only events that occurred up to this moment; null: all.</param>
/// <param name="RecordedUpTo">Only events recorded up to this moment; null: all.</param>
/// <param name="Limit">Most events of the page.</param>
public sealed record HistoryQuery(
    string Tenant,
    string? Customer,
    Guid? Case,
    OccurrencePlace? After,
    long? MaxPosition,
    DateTimeOffset? OccurredUpTo,
    DateTimeOffset? RecordedUpTo,
    int Limit)
{
    /// <summary>A page of a customer's events.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="after">Only events after this place; null: from the first.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="maxPosition">Only events up to this position; null: all.</param>
    public static HistoryQuery Of(CustomerKey customer, OccurrencePlace? after, int limit, long? maxPosition = null) =>
        new(customer.Tenant, customer.Customer, null, after, maxPosition, null, null, limit);
}
