using System.ComponentModel;
using System.Text.Json;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Decisions;

/// <summary>A policy decided what a process step should do for the customer: the receipt, kept so that it can be explained and replayed.</summary>
[EventType("decision.made")]
[Description("A policy decided what a process step should do for the customer.")]
public sealed record DecisionMade : IOwnRecord
{
    /// <summary>Our id of the decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Name of the policy, for instance <c>ticket-routing</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Version of the policy that decided, 1 or more.</summary>
    public required int Version { get; init; }

    /// <summary>What was decided, one lower-case word, for instance <c>senior-queue</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, in plain sentences, the weightiest first.</summary>
    [Personal]
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The events that the reasons rest on.</summary>
    public IReadOnlyList<DecisionEvidence> Evidence { get; init; } = [];

    /// <summary>Position of the log up to which the decision saw the customer's events.</summary>
    public required long Position { get; init; }

    /// <summary>The moment for which signals were read, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What the process said of the step at hand, as it came: a JSON object; null: nothing.</summary>
    [Personal]
    public JsonElement? Facts { get; init; }

    /// <summary>Our id of the customer; null: the stream tells.</summary>
    public string? Customer { get; init; }

    /// <summary>Position of the customer's newest event that was seen; null: it is <see cref="Position"/>.</summary>
    public long? Seen { get; init; }

    /// <summary>When the earliest event occurred that was stored and not yet folded; null: none was.</summary>
    public DateTimeOffset? UnsettledSince { get; init; }

    /// <summary>Versions of the views and signals on which it was decided, by name; null: not said.</summary>
    public IReadOnlyDictionary<string, string>? Versions { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of($"Decided {Policy}: {Outcome}", Reasons.Count > 0 ? Reasons[0] : null);
}

/// <summary>An event that a decision rests on.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="EventId">The producer's id.</param>
public sealed record DecisionEvidence(long Position, string EventId);
