using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Orders;

/// <summary>A customer paid for an order.</summary>
[EventType("order.paid")]
[Description("A customer paid for an order.")]
public sealed record OrderPaid : IBesideCase, ISpends
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>What was paid, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <summary>How: <c>card</c>, <c>invoice</c>, …; null: not said.</summary>
    public string? Method { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order paid", null, ": ", EventTitle.Money(Amount, Currency));

    SpendKind ISpends.Kind => SpendKind.Paid;
}
