using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Identity;

/// <summary>The identifiers that the event names are one customer's: whoever they led to before is one from here on.</summary>
[EventType(Type)]
[Description("The identifiers that the event names are one customer's.")]
public sealed record IdentityLinked : IBesideCase
{
    /// <summary>Name of the type.</summary>
    public const string Type = "identity.linked";

    /// <summary>Who says so; null: not said.</summary>
    public string? By { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Why { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Identifiers linked", Why, " by ", By);
}
