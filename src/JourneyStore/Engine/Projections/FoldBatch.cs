using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Projections;

/// <summary>A part of the log to fold.</summary>
/// <param name="Events">Events by position.</param>
/// <param name="From">Where the progress stands.</param>
/// <param name="To">Where it stands afterwards.</param>
/// <param name="Now">The moment, for what is parked.</param>
internal sealed record FoldBatch(IReadOnlyList<StoredEvent> Events, long From, long To, DateTimeOffset Now);
