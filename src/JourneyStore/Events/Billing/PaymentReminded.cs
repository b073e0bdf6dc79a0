using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Billing;

/// <summary>We reminded a customer to pay.</summary>
[EventType("payment.reminded")]
[Description("We reminded a customer to pay.")]
public sealed record PaymentReminded : IBesideCase, IFriction
{
    /// <summary>The order it is about; null: not said.</summary>
    public string? OrderId { get; init; }

    /// <summary>The invoice it is about; null: not said.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>Which reminder it was, 1 or more; null: not counted.</summary>
    public int? Level { get; init; }

    /// <summary>What is owed, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Payment reminder" + EventTitle.Times(Level), null, ": ", EventTitle.Money(Amount, Currency));

    FrictionKind? IFriction.Friction => FrictionKind.PaymentTrouble;
}
