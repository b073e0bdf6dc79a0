using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Orders;

/// <summary>A customer ordered something.</summary>
[EventType("order.placed")]
[Description("A customer ordered something.")]
public sealed record OrderPlaced : IOpensCase, ISpends
{
    /// <summary>The producer's order number; null: the envelope's case id tells.</summary>
    public string? OrderId { get; init; }

    /// <summary>Value of the order in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <summary>What was ordered, by name or number; null: not said.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Order placed", null, " for ", EventTitle.Money(Amount, Currency));

    SpendKind ISpends.Kind => SpendKind.Ordered;
}
