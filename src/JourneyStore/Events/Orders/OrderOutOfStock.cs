using System.ComponentModel;

namespace JourneyStore.Events.Orders;

/// <summary>Something that was ordered is not there.</summary>
[EventType("order.out-of-stock")]
[Description("Something that was ordered is not there.")]
public sealed record OrderOutOfStock : IFriction
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>What is missing, by name or number; null: not said.</summary>
    public string? Item { get; init; }

    /// <summary>When it is expected; null: not said.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Out of stock", Item);

    FrictionKind? IFriction.Friction => FrictionKind.OutOfStock;
}
