using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>All inline views of a customer as they are after the first so many events in the order they occurred.</summary>
/// <param name="Place">Place of the last of these events.</param>
/// <param name="Events">How many they are.</param>
/// <param name="LastPosition">The highest position among them.</param>
/// <param name="LastRecorded">The newest moment at which one of them was recorded, or a later one.</param>
/// <param name="Rows">The rows, view by view (<see cref="CheckpointRows"/>).</param>
internal sealed record Checkpoint(OccurrencePlace Place, long Events, long LastPosition, DateTimeOffset LastRecorded, byte[] Rows);

/// <summary>From where a customer's history is folded on.</summary>
/// <param name="Checkpoint">What is folded already; null: nothing.</param>
/// <param name="Events">The first events after it; none when there are more than was asked for.</param>
internal sealed record HistoryStart(Checkpoint? Checkpoint, IReadOnlyList<StoredEvent> Events)
{
    /// <summary>Events that need not be folded.</summary>
    public long Folded => Checkpoint?.Events ?? 0;
}

/// <summary>A customer whose history is to be folded again.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Before">Place of the earliest event that is not folded: only what lies before it helps.</param>
/// <param name="Events">How many events are stored, of all the streams that the customer is made of.</param>
internal readonly record struct HistoryStartQuery(CustomerKey Customer, OccurrencePlace Before, long Events);
