using System.ComponentModel;

namespace JourneyStore.Events.Orders;

/// <summary>Goods did not arrive as they should.</summary>
[EventType("delivery.failed")]
[Description("Goods did not arrive as they should.")]
public sealed record DeliveryFailed : IFriction
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>Which attempt it was, 1 or more; null: not counted.</summary>
    public int? Attempt { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Delivery failed" + EventTitle.Times(Attempt), Reason);

    FrictionKind? IFriction.Friction => FrictionKind.FailedDelivery;
}
