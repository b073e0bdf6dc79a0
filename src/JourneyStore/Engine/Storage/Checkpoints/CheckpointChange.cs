using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>What a transaction that holds a customer's stream changes of the customer's checkpoints, and of what is still to be folded.</summary>
/// <param name="customer">The customer.</param>
/// <param name="total">How many events are stored after it.</param>
/// <param name="spacing">Which checkpoints are kept.</param>
internal sealed class CheckpointChange(CustomerKey customer, long total, CheckpointSpacing spacing)
{
    public CustomerKey Customer => customer;

    public long Total => total;

    public CheckpointSpacing Spacing => spacing;

    /// <summary>Checkpoints of more events than this are wrong from now on; null: none is.</summary>
    public long? DropAfter { get; init; }

    /// <summary>True to take away those that are closer to one another than they need be.</summary>
    public bool Thins { get; set; }

    /// <summary>New checkpoints.</summary>
    public List<Checkpoint> Added { get; init; } = [];

    /// <summary>True when everything stored is folded into the rows.</summary>
    public bool Settles { get; init; }

    /// <summary>Place of the earliest event that is stored and not folded into the rows; null: all that this transaction stores are.</summary>
    public OccurrencePlace? UnsettledSince { get; init; }
}
