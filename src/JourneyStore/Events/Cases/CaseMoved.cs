using System.ComponentModel;

namespace JourneyStore.Events.Cases;

/// <summary>
/// A case passed from one customer to another: its event before was the one's, its next one is the other's. The store adds it by itself to both
/// customers' streams,
/// at the moment of that next event; with the first the case is open no more.
/// </summary>
[EventType(Type)]
[Description("A case passed from one customer to another; added by the store to both.")]
public sealed record CaseMoved : IOwnRecord
{
    /// <summary>Name of the type.</summary>
    public const string Type = "case.moved";

    /// <summary>The process, as the case's events name it.</summary>
    public required string Process { get; init; }

    /// <summary>The case, as its events name it.</summary>
    public required string CaseId { get; init; }

    /// <summary>Our id of the customer with whom it is open no more.</summary>
    public required string From { get; init; }

    /// <summary>Our id of the customer with whom it goes on.</summary>
    public required string To { get; init; }

    /// <summary>
    /// Position of the event with which it goes on, when that was stored before this was noticed: what the customer has of the same moment and behind
    /// it comes after the
    /// move. Null: that event stands right before this one.
    /// </summary>
    public long? NextPosition { get; init; }

    /// <inheritdoc />
    public string Title => $"Case {CaseId} of {Process} went to another customer";
}
