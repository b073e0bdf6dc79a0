using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Orders;

/// <summary>Goods arrived; the order's case is over.</summary>
[EventType("order.delivered")]
[Description("Goods arrived; the order's case is over.")]
public sealed record OrderDelivered : IClosesCase
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>Who took them; null: not said.</summary>
    [Personal]
    public string? ReceivedBy { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order delivered", null, " to ", ReceivedBy);
}
