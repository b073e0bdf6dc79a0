using System.Text.Json.Serialization;

namespace JourneyStore.Events.Orders;

/// <summary>
/// What a customer is worth: a fold of orders and payments that keeps at most 13 pairs of numbers. Yearly spend is the sum over the last
/// twelve periods of 30 days (360 days, by the period an event falls in) of what was ordered less what was cancelled or returned, or of
/// what was paid, whichever is higher: many logs carry only one of the two. Amounts count in <see cref="RoughEuros"/>. A tier that an
/// event tells outright (<see cref="ITellsTier"/>) wins over the figures until another one is told.
/// </summary>
public sealed record CustomerValue
{
    /// <summary>Days in one period.</summary>
    public const int PeriodDays = 30;

    /// <summary>Periods that make a year.</summary>
    public const int PeriodsInYear = 12;

    /// <summary>The tier that an event told; null: reckoned.</summary>
    public ValueTier? Told { get; set; }

    /// <summary>Spend by period, oldest first; at most <see cref="PeriodsInYear"/> + 1.</summary>
    public List<PeriodSpend> Periods { get; init; } = [];

    /// <summary>True when anything at all is known of what the customer spends.</summary>
    [JsonInclude]
    public bool Known { get; private set; }

    /// <summary>Takes one more event, in the order they occurred; events without money or tier change nothing.</summary>
    public void Apply(JourneyEvent @event)
    {
        if (@event.Body is ITellsTier { Tier: { } word } && ValueTiers.Read(word) is { } told) Told = told;
        if (@event.Body is not ISpends spend) return;
        Known = true;
        if (spend.Amount is not { } amount) return;
        // Twelve digits before the point are more than any order; a mistaken 1e28 must not overflow the sum for ever.
        var euros = RoughEuros.From(Math.Clamp(amount, -1e12m, 1e12m), spend.Currency);
        var period = PeriodOf(@event.OccurredAt);
        if (Periods.Count == 0 || Periods[^1].Period < period) Periods.Add(new PeriodSpend { Period = period });
        if (Periods.Count > PeriodsInYear + 1) Periods.RemoveAt(0);
        var current = Periods[^1];
        switch (spend.Kind)
        {
            case SpendKind.Ordered: current.Ordered += euros; break;
            case SpendKind.Undone: current.Ordered -= euros; break;
            case SpendKind.Paid: current.Paid += euros; break;
        }
    }

    /// <summary>Spend of the year that ends at a moment, in rough euros, 0 or more.</summary>
    public decimal YearlySpend(DateTimeOffset asOf)
    {
        var oldest = PeriodOf(asOf) - PeriodsInYear + 1;
        decimal ordered = 0, paid = 0;
        foreach (var period in Periods)
        {
            if (period.Period < oldest) continue;
            ordered += period.Ordered;
            paid += period.Paid;
        }
        return Math.Max(0, Math.Max(ordered, paid));
    }

    /// <summary>The tier at a moment.</summary>
    public ValueTier TierAt(DateTimeOffset asOf) =>
        Told ?? (Known ? ValueTiers.OfYearlySpend(YearlySpend(asOf)) : ValueTier.Unknown);

    private static int PeriodOf(DateTimeOffset at) =>
        (int)Math.Floor((at - DateTimeOffset.UnixEpoch).TotalDays / PeriodDays);
}

/// <summary>Spend of one period of 30 days, in rough euros.</summary>
public sealed record PeriodSpend
{
    /// <summary>Number of the period since 1970-01-01.</summary>
    public required int Period { get; init; }

    /// <summary>Ordered less cancelled and returned.</summary>
    public decimal Ordered { get; set; }

    /// <summary>Paid.</summary>
    public decimal Paid { get; set; }
}
