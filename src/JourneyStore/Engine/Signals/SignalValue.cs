namespace JourneyStore.Engine.Signals;

/// <summary>What a signal says of one customer at one moment, and why.</summary>
/// <param name="Name">The signal's name.</param>
/// <param name="Value">The number; unit and range are the signal's own.</param>
/// <param name="Label">One lower-case word for it, for instance <c>calm</c>, <c>strained</c>, <c>critical</c>.</param>
/// <param name="Since">Since when the label or the condition holds, where the signal knows; else null.</param>
/// <param name="Contributions">
/// The events that make up the value, heaviest first; their points add up to <paramref name="Value"/>. When there are more than the
/// signal keeps, one last contribution without event id sums up the rest.
/// </param>
/// <param name="AsOf">The moment it was read for.</param>
public sealed record SignalValue(
    string Name, double Value, string Label, DateTimeOffset? Since, IReadOnlyList<Contribution> Contributions, DateTimeOffset AsOf);

/// <summary>What one event adds to a signal.</summary>
/// <param name="EventId">The producer's id of the event; null for the sum of older events that are no longer kept one by one.</param>
/// <param name="Position">The event's place in the log; null with the id.</param>
/// <param name="OccurredAt">When it occurred; for a sum, the newest of them.</param>
/// <param name="Points">What it adds to the value as read, after decay and weights.</param>
/// <param name="What">In a few plain words, for instance <c>reassigned, 3rd time</c>.</param>
public sealed record Contribution(string? EventId, long? Position, DateTimeOffset OccurredAt, double Points, string What);
