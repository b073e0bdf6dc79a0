using JourneyStore.Events;
using JourneyStore.Events.Orders;

namespace JourneyStore.Views;

/// <summary>What became of a customer's orders: counts of events, and money by currency.</summary>
public sealed record OrderRecord
{
    /// <summary>Most currencies told apart; further ones count as <c>other</c>.</summary>
    public const int MostCurrencies = 16;

    private const int LongestCode = 8;

    /// <summary>Orders placed.</summary>
    public long Placed { get; set; }

    /// <summary>Orders cancelled.</summary>
    public long Cancelled { get; set; }

    /// <summary>Orders sent back, in whole or in part.</summary>
    public long Returned { get; set; }

    /// <summary>Payments.</summary>
    public long Paid { get; set; }

    /// <summary>Orders delivered.</summary>
    public long Delivered { get; set; }

    /// <summary>Deliveries that did not arrive.</summary>
    public long FailedDeliveries { get; set; }

    /// <summary>Money by currency, in ordinal order of the code.</summary>
    public List<CurrencySpend> Spend { get; init; } = [];

    /// <summary>Takes the data of one more event; other data than that of orders and money changes nothing.</summary>
    public void Take(IEventBody? body)
    {
        switch (body)
        {
            case OrderPlaced: Placed++; break;
            case OrderCancelled: Cancelled++; break;
            case OrderReturned: Returned++; break;
            case OrderPaid: Paid++; break;
            case OrderDelivered: Delivered++; break;
            case DeliveryFailed: FailedDeliveries++; break;
        }
        if (body is not ISpends { Amount: { } amount } spends) return;
        amount = Math.Clamp(amount, -1e12m, 1e12m);
        var row = InCurrency(spends.Currency?.ToUpperInvariant() ?? "?");
        switch (spends.Kind)
        {
            case SpendKind.Ordered: row.Ordered += amount; break;
            case SpendKind.Undone: row.Undone += amount; break;
            case SpendKind.Paid: row.Paid += amount; break;
        }
    }

    private CurrencySpend InCurrency(string currency)
    {
        if (currency.Length > LongestCode) currency = Tally.Rest;
        var row = Spend.Find(s => s.Currency == currency);
        if (row is not null) return row;
        if (Spend.Count >= MostCurrencies && currency != Tally.Rest) return InCurrency(Tally.Rest);
        row = new CurrencySpend { Currency = currency };
        Spend.Add(row);
        Spend.Sort((a, b) => string.CompareOrdinal(a.Currency, b.Currency));
        return row;
    }
}

/// <summary>What a customer ever spent in one currency, in its units.</summary>
public sealed record CurrencySpend
{
    /// <summary>ISO 4217 code as it came, in capitals; <c>?</c> when not said.</summary>
    public required string Currency { get; init; }

    /// <summary>Ordered.</summary>
    public decimal Ordered { get; set; }

    /// <summary>Cancelled and returned.</summary>
    public decimal Undone { get; set; }

    /// <summary>Paid.</summary>
    public decimal Paid { get; set; }
}
