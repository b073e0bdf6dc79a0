using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Log;

/// <summary>
/// Reads the log by position and never passes an event that may still appear. Positions are drawn inside the appending transaction after
/// it has its id, so when a visible event follows a hole, the transaction that drew the hole is older than the <c>xmax</c> of the snapshot
/// that shows it. That bound is noted; the hole is dead when a later snapshot, in which it is still empty, has an <c>xmin</c> that has
/// reached the bound. No clock is involved. For one reader; not for concurrent use.
/// </summary>
internal sealed class SafeLog(IReadStorage storage)
{
    private long holesNotedBelow;
    private ulong holesDeadFrom;

    /// <summary>Events after a position, up to the first place that may still be filled.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken ct)
    {
        var window = await storage.ReadLogAsync(after, limit, ct);
        var expected = after + 1;
        for (var i = 0; i < window.Events.Count; i++)
        {
            var position = window.Events[i].Position;
            if (position > expected && !HoleIsDead(position, window)) return [.. window.Events.Take(i)];
            expected = position + 1;
        }
        return window.Events;
    }

    private bool HoleIsDead(long below, LogWindow window)
    {
        if (below > holesNotedBelow) (holesNotedBelow, holesDeadFrom) = (below, window.NextTransaction);
        return window.OldestRunning >= holesDeadFrom;
    }
}
