namespace JourneyStore.Testing.Memory;

/// <summary>
/// Transaction ids as PostgreSQL deals them out, with what a snapshot may say of them: <c>xmin</c> is the oldest that runs, but it is
/// looked for only below the newest that has ended, so a running transaction may well be above what a snapshot shows. Not safe for
/// concurrent use; its owner locks.
/// </summary>
internal sealed class TransactionIds
{
    private readonly SortedSet<ulong> running = [];
    private ulong next = 1;
    private ulong newestEnded;

    public ulong Begin()
    {
        running.Add(next);
        return next++;
    }

    public void End(ulong id)
    {
        if (running.Remove(id)) newestEnded = Math.Max(newestEnded, id);
    }

    /// <summary>Every transaction below it has ended.</summary>
    public ulong OldestRunning => running.Count > 0 && running.Min <= newestEnded ? running.Min : newestEnded + 1;
}
