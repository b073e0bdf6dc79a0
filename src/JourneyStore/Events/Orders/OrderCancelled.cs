using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Orders;

/// <summary>An order was cancelled.</summary>
[EventType("order.cancelled")]
[Description("An order was cancelled.")]
public sealed record OrderCancelled : IClosesCase, ISpends, IFriction
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>Value that was cancelled, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <summary>Who cancelled: <c>customer</c>, <c>us</c>, …; null: not said.</summary>
    public string? By { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order cancelled", Reason, " by ", By);

    SpendKind ISpends.Kind => SpendKind.Undone;

    // A customer who changes their mind has suffered nothing from us.
    FrictionKind? IFriction.Friction => string.Equals(By, "customer", StringComparison.OrdinalIgnoreCase) ? null : FrictionKind.Cancellation;
}
