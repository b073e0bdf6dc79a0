using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Sharding;

namespace JourneyStore.Engine.Projections;

/// <summary>A part of the log to fold.</summary>
/// <param name="Events">Events by position; those of other shards are left alone.</param>
/// <param name="Shards">The shards that move.</param>
/// <param name="From">Where they stand.</param>
/// <param name="To">Where they stand afterwards.</param>
/// <param name="Now">The moment, for what is parked.</param>
internal sealed record FoldBatch(IReadOnlyList<StoredEvent> Events, ShardSet Shards, long From, long To, DateTimeOffset Now);
