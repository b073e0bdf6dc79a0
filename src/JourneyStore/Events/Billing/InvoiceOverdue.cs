using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Billing;

/// <summary>An invoice was not paid in time.</summary>
[EventType("invoice.overdue")]
[Description("An invoice was not paid in time.")]
public sealed record InvoiceOverdue : IBesideCase, IFriction
{
    /// <summary>The producer's invoice number; null: not said.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>What is owed, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <summary>When it was due; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How late it was, in days, 0 or more; null: not said.</summary>
    public double? DaysOverdue { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Invoice overdue", InvoiceId);

    FrictionKind? IFriction.Friction => FrictionKind.PaymentTrouble;
}
