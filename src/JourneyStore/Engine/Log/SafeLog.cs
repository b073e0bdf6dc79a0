using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Log;

/// <summary>
/// Reads the log by position and never passes an event that may still appear. A position is drawn inside the appending transaction after
/// it has its id, so when a visible event follows a hole, whoever drew the hole has had its id since before that snapshot. A transaction
/// id drawn after the snapshot is therefore higher than that of the hole's owner, and is noted as the hole's bound; the hole is dead when
/// a snapshot in which it is empty has an <c>xmin</c> that has reached the bound: every transaction below it had ended by then. The
/// snapshot's own <c>xmax</c> is no such bound, because running transactions may lie above it. No clock is involved. For one reader; not
/// for concurrent use.
/// </summary>
internal sealed class SafeLog(Database storage)
{
    private long holesNotedBelow;
    private ulong holesDeadFrom;

    /// <summary>True when the last read met a hole for the first time: the next one may find it dead, although nothing is appended
    /// meanwhile.</summary>
    public bool MetHole { get; private set; }

    /// <summary>Events after a position, up to the first place that may still be filled.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken ct)
    {
        MetHole = false;
        var window = await storage.ReadLogAsync(after, limit, ct);
        var expected = after + 1;
        for (var i = 0; i < window.Events.Count; i++)
        {
            var position = window.Events[i].Position;
            if (position > expected && !await HoleIsDeadAsync(position, window, ct)) return [.. window.Events.Take(i)];
            expected = position + 1;
        }
        return window.Events;
    }

    private async Task<bool> HoleIsDeadAsync(long below, LogWindow window, CancellationToken ct)
    {
        // One bound serves all holes of the window.
        if (below > holesNotedBelow)
        {
            (holesNotedBelow, holesDeadFrom) = (window.Events[^1].Position, await storage.DrawTransactionAsync(ct));
            MetHole = true;
        }
        return window.OldestRunning >= holesDeadFrom;
    }
}
