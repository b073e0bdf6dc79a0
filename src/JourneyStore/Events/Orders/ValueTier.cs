namespace JourneyStore.Events.Orders;

/// <summary>How valuable a customer is, lowest first. <see cref="CustomerValue"/> says how it is reckoned.</summary>
public enum ValueTier
{
    /// <summary>Nothing is known of what the customer spends.</summary>
    Unknown,

    /// <summary>Below 1,000 a year.</summary>
    Standard,

    /// <summary>1,000 a year or more.</summary>
    Silver,

    /// <summary>5,000 a year or more.</summary>
    Gold,

    /// <summary>20,000 a year or more.</summary>
    Platinum,
}

/// <summary>Tiers from words and from figures.</summary>
public static class ValueTiers
{
    /// <summary>
    /// Reads a tier in whatever case: <c>platinum</c> (or <c>vip</c>), <c>gold</c> (<c>premium</c>), <c>silver</c>, <c>standard</c>
    /// (<c>bronze</c>, <c>basic</c>). Null for any other word.
    /// </summary>
    public static ValueTier? Read(string? word) => Padding.Strip(word)?.ToLowerInvariant() switch
    {
        "platinum" or "vip" => ValueTier.Platinum,
        "gold" or "premium" => ValueTier.Gold,
        "silver" => ValueTier.Silver,
        "standard" or "bronze" or "basic" => ValueTier.Standard,
        _ => null,
    };

    /// <summary>The tier of a yearly spend in rough euros: 1,000 silver, 5,000 gold, 20,000 platinum.</summary>
    public static ValueTier OfYearlySpend(decimal euros) => euros switch
    {
        >= 20_000m => ValueTier.Platinum,
        >= 5_000m => ValueTier.Gold,
        >= 1_000m => ValueTier.Silver,
        _ => ValueTier.Standard,
    };
}
