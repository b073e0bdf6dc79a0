using System.ComponentModel;

namespace JourneyStore.Events.Orders;

/// <summary>We confirmed an order.</summary>
[EventType("order.confirmed")]
[Description("We confirmed an order.")]
public sealed record OrderConfirmed : IEventBody
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>By when delivery was said; null: not said.</summary>
    public DateTimeOffset? DeliverBy { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order confirmed", null, ", delivery by ", DeliverBy is { } by ? EventTitle.Day(by) : null);
}
