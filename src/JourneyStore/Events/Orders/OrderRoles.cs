namespace JourneyStore.Events.Orders;

/// <summary>What an amount of money means for the customer's value.</summary>
public enum SpendKind
{
    /// <summary>Ordered: expected to be paid.</summary>
    Ordered,

    /// <summary>Taken back from what was ordered: cancelled or returned.</summary>
    Undone,

    /// <summary>Paid.</summary>
    Paid,
}

/// <summary>Money that the customer spends, or does not spend after all.</summary>
public interface ISpends : IEventBody
{
    /// <summary>How much, in units of <see cref="Currency"/>, 0 or more; null: not said.</summary>
    decimal? Amount { get; }

    /// <summary>ISO 4217 code of the currency, three capitals; null: not said.</summary>
    string? Currency { get; }

    /// <summary>What the amount means.</summary>
    SpendKind Kind { get; }
}

/// <summary>Says outright how valuable the customer is, whatever the orders say.</summary>
public interface ITellsTier : IEventBody
{
    /// <summary>A word that <see cref="ValueTiers.Read"/> knows; null or another: not said.</summary>
    string? Tier { get; }
}
