using System.Diagnostics.CodeAnalysis;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections;

/// <summary>Where a group's fold stands.</summary>
/// <param name="Fold">The state of a case or customer, or the customer's row.</param>
/// <param name="Newest">Place of the newest event by time of occurrence.</param>
internal sealed record GroupState(object Fold, OccurrencePlace Newest);

/// <summary>
/// Groups that a process folded lately for one projection, so that they need not be read and parsed for every batch. It is true as long as this
/// process alone moves the progress: whoever finds it moved forgets everything. Parked groups are never in it.
/// </summary>
/// <param name="maxBytes">Most bytes of what is held, as it is stored.</param>
internal sealed class GroupMemory(long maxBytes)
{
    private readonly Recent<GroupKey, GroupState> states = new(maxBytes);
    private long switches;

    /// <summary>Takes a group out. Whoever takes it may change it, and puts it back once that is committed.</summary>
    public bool TryTake(GroupKey group, [MaybeNullWhen(false)] out GroupState state) => states.TryTake(group, out state);

    /// <summary>Holds what was committed.</summary>
    public void Put(GroupKey group, GroupState state, int bytes) => states.Put(group, state, bytes);

    /// <summary>Forgets everything.</summary>
    public void Clear() => states.Clear();

    /// <summary>Forgets everything when rebuilt rows have been put into use since the batch before; false then: what was taken out does not hold
    /// either.</summary>
    public bool SeeSwitches(long now)
    {
        if (switches == now) return true;
        states.Clear();
        switches = now;
        return false;
    }
}
