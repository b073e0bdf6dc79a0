using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Identity;

/// <summary>
/// The customer's personal data was erased: what the stream tells from here on back happened to somebody who has no name any more. The store adds it
/// by
/// itself, and whoever is told of what happens (a handler, a webhook) can erase what it has by the customer's id.
/// </summary>
[EventType(Type)]
[Description("A customer's personal data was erased; added by the store.")]
public sealed record CustomerErased : IOwnRecord
{
    /// <summary>Name of the type.</summary>
    public const string Type = "customer.erased";

    /// <summary>Id of the erasure's receipt; null: not said.</summary>
    public string? ErasureId { get; init; }

    /// <inheritdoc />
    public string Title => "Personal data erased";
}
