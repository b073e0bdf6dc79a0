using System.ComponentModel;

namespace JourneyStore.Events.Orders;

/// <summary>Goods left for the customer.</summary>
[EventType("order.shipped")]
[Description("Goods left for the customer.")]
public sealed record OrderShipped : IEventBody
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>Who carries them; null: not said.</summary>
    public string? Carrier { get; init; }

    /// <summary>The carrier's number; null: not said.</summary>
    [Personal]
    public string? TrackingId { get; init; }

    /// <summary>When they should arrive; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order shipped", null, " with ", Carrier);
}
