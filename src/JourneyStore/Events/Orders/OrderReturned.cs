using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Orders;

/// <summary>A customer sent goods back.</summary>
[EventType("order.returned")]
[Description("A customer sent goods back.")]
public sealed record OrderReturned : IBesideCase, ISpends, IFriction
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>Value that was sent back, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order returned", Reason);

    SpendKind ISpends.Kind => SpendKind.Undone;

    FrictionKind? IFriction.Friction => FrictionKind.Return;
}
