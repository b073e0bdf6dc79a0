using System.ComponentModel;

namespace JourneyStore.Events.Sales;

/// <summary>Sales found that somebody may well buy.</summary>
[EventType("lead.qualified")]
[Description("Sales found that somebody may well buy.")]
public sealed record LeadQualified : IEventBody
{
    /// <summary>What they may buy; null: not said.</summary>
    public string? Product { get; init; }

    /// <summary>How likely, on the producer's own scale; null: not said.</summary>
    public double? Score { get; init; }

    /// <summary>What it may be worth, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code, three capitals; null: not said.</summary>
    public string? Currency { get; init; }

    /// <summary>Who in sales answers for it; null: not said.</summary>
    public string? Owner { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Lead qualified", Product);
}
