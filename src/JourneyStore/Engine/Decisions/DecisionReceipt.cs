using System.Text.Json;

namespace JourneyStore.Engine.Decisions;

/// <summary>What a process step asks.</summary>
/// <param name="Customer">The customer, <c>type:value</c> or a bare id.</param>
/// <param name="Facts">What the process says of the step: a JSON object; null: nothing.</param>
/// <param name="MinPosition">Decide on at least this position; null: as it is.</param>
public sealed record DecisionRequest(string Customer, JsonElement? Facts = null, long? MinPosition = null);

/// <summary>The receipt of a decision, recorded as the event <c>decision.made</c>.</summary>
/// <param name="DecisionId">Its id.</param>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Version">The policy's version.</param>
/// <param name="Outcome">What to do.</param>
/// <param name="Reasons">Why, the weightiest first.</param>
/// <param name="Evidence">The events that the reasons rest on.</param>
/// <param name="Position">
/// Everything of the customer up to this position was seen, but for what occurs later than <paramref name="AsOf"/>; at least the position that was
/// asked for.
/// </param>
/// <param name="AsOf">The moment it was made for.</param>
/// <param name="Facts">The facts it was given.</param>
public sealed record DecisionReceipt(
    string DecisionId,
    string Customer,
    string Policy,
    int Version,
    string Outcome,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<Evidence> Evidence,
    long Position,
    DateTimeOffset AsOf,
    JsonElement Facts)
{
    /// <summary>Position of the customer's newest event that was seen; null: it is <see cref="Position"/>.</summary>
    public long? Seen { get; init; }

    /// <summary>
    /// When the earliest event occurred that was stored and not yet folded (<see cref="Reading.CustomerContext.Unsettled"/>); null: none was.
    /// </summary>
    public DateTimeOffset? UnsettledSince { get; init; }

    /// <summary>Versions of the inline views and of the signals on which it was decided, by name; null: a build recorded it that did not say
    /// so.</summary>
    public IReadOnlyDictionary<string, string>? Versions { get; init; }
}

/// <summary>A decision derived again from the events that it saw.</summary>
/// <param name="Recorded">As it was recorded.</param>
/// <param name="Replayed">As derived again; null when the policy is no longer there.</param>
/// <param name="Same">True when outcome, reasons and evidence are the same.</param>
/// <param name="Remark">
/// Why they may differ: the policy, a view or a signal is of another version now, or a late event was still to be folded then; null: nothing is
/// known.
/// </param>
public sealed record DecisionExplanation(DecisionReceipt Recorded, DecisionReceipt? Replayed, bool Same, string? Remark)
{
    /// <summary>What differs, in plain words: the outcome, reasons, evidence; empty when they are the same.</summary>
    public IReadOnlyList<string> Differs { get; init; } = [];
}
