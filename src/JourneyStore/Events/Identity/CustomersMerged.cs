using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Identity;

/// <summary>
/// Two customers turned out to be one: all that happened to the one happened to the other. The store adds it by itself to the stream of the
/// customer who goes
/// on, at the moment of the event that showed it.
/// </summary>
[EventType(Type)]
[Description("Two customers turned out to be one; added by the store to the one who goes on.")]
public sealed record CustomersMerged : IOwnRecord
{
    /// <summary>Name of the type.</summary>
    public const string Type = "customers.merged";

    /// <summary>Our id of the customer who is no more: the id, and every identifier that led to it, leads to the other.</summary>
    public required string From { get; init; }

    /// <summary>Our id of the customer who goes on: of the two the one whose first event was stored first.</summary>
    public required string Into { get; init; }

    /// <summary>The identifier, written <c>type:value</c>, that led to the one in an event that named the other as well; null: an operator said
    /// so.</summary>
    [Personal]
    public string? Through { get; init; }

    /// <summary>Who said so; null: an event showed it.</summary>
    public string? By { get; init; }

    /// <summary>Why, in the operator's words; null: not said.</summary>
    [Personal]
    public string? Why { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Known as one customer from here on", null, " through ", Through);
}
