using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Identity;

/// <summary>
/// What was thought to be one customer is two: identifiers, and the events that came with them, are another's. The store adds it to both.
/// Joining the two
/// again takes it back.
/// </summary>
[EventType(Type)]
[Description("What was thought to be one customer is two; added by the store to both.")]
public sealed record CustomerSplit : IOwnRecord
{
    /// <summary>Name of the type.</summary>
    public const string Type = "customer.split";

    /// <summary>Our id of the customer who keeps the rest.</summary>
    public required string From { get; init; }

    /// <summary>Our id of the customer who has the identifiers from here on.</summary>
    public required string Into { get; init; }

    /// <summary>The identifiers that were taken out, written <c>type:value</c>.</summary>
    [Personal]
    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <summary>How many events went with them.</summary>
    public required long Events { get; init; }

    /// <summary>Who decided.</summary>
    public required string By { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Why { get; init; }

    /// <inheritdoc />
    public string Title => $"Known as two customers from here on: {string.Join(", ", Identifiers.Take(3))}{(Identifiers.Count > 3 ? ", …" : "")}";
}
