using System.ComponentModel;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Orders;

namespace JourneyStore.Events.Identity;

/// <summary>Something became known of who a customer is.</summary>
[EventType("customer.identified")]
[Description("Something became known of who a customer is.")]
public sealed record CustomerIdentified : IBesideCase, ITellsTier
{
    /// <summary>What to call the customer; null: not said.</summary>
    [Personal]
    public string? Name { get; init; }

    /// <summary>Value tier, a word that <c>ValueTiers.Read</c> knows; null: not said.</summary>
    public string? Tier { get; init; }

    /// <summary>Segment in the producer's words; null: not said.</summary>
    public string? Segment { get; init; }

    /// <summary>BCP 47 language tag; null: not said.</summary>
    public string? Language { get; init; }

    /// <summary>Customer since; null: not said.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Customer identified", Name, " as ", Tier);
}
