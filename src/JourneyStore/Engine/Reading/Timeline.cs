using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>Which part of a customer's timeline to read; newest first by the time of occurrence.</summary>
/// <param name="Limit">Most entries; 1 to 1,000, default 50.</param>
/// <param name="Before">Cursor of an earlier page (<see cref="TimelinePage.Next"/>); null: from the newest.</param>
/// <param name="From">Not before this moment; null: from the first.</param>
/// <param name="To">Before this moment; null: to the newest.</param>
/// <param name="Type">Only this event type; null: all.</param>
/// <param name="KnownAt">Only what the store knew by then; null: all.</param>
/// <param name="AsOf">Only what had occurred by then, whenever it arrived; null: all.</param>
public sealed record TimelineQuery(
    int Limit = 50, string? Before = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Type = null,
    DateTimeOffset? KnownAt = null,
    DateTimeOffset? AsOf = null);

/// <summary>A page of a timeline.</summary>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="Entries">Newest first by (occurredAt, position).</param>
/// <param name="Next">Cursor of the next, older page; null: this was the last.</param>
public sealed record TimelinePage(string Customer, IReadOnlyList<JourneyEvent> Entries, string? Next);
