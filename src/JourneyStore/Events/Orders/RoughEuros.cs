namespace JourneyStore.Events.Orders;

/// <summary>
/// Brings amounts in different currencies to one order of magnitude, so that a thousand yen is not taken for a thousand pounds.
/// The figures are fixed and rounded: they sort customers into tiers and never appear as money. Fixed on purpose: a rate that moved
/// would change yesterday's tiers, and a decision could no longer be replayed.
/// </summary>
public static class RoughEuros
{
    /// <summary>An amount in rough euros; a currency that is not listed, or not said, counts one to one.</summary>
    public static decimal From(decimal amount, string? currency) => amount * (currency?.ToUpperInvariant() switch
    {
        "USD" or "CAD" or "AUD" or "SGD" => 0.8m,
        "GBP" or "CHF" => 1.1m,
        "CNY" or "DKK" or "BRL" or "ILS" or "AED" or "SAR" => 0.15m,
        "PLN" or "RON" or "MYR" => 0.2m,
        "SEK" or "NOK" or "HKD" => 0.1m,
        "MXN" or "ZAR" => 0.05m,
        "CZK" or "TRY" or "THB" => 0.03m,
        "INR" or "RUB" or "PHP" => 0.01m,
        "JPY" => 0.006m,
        "HUF" => 0.0025m,
        "KRW" => 0.0007m,
        "IDR" or "VND" => 0.00005m,
        _ => 1m,
    });
}
