using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections;

/// <summary>How one async projection folds a batch of the log.</summary>
internal abstract class AsyncFold(ViewTable table)
{
    protected const int Page = 2_000;

    public ViewTable Table => table;

    /// <summary>Folds events that follow <paramref name="from"/> and moves the progress to <paramref name="to"/>, in one transaction.</summary>
    /// <returns>False when the progress did not stand at <paramref name="from"/>; nothing is written then.</returns>
    public async Task<bool> CommitAsync(
        IStorage storage, Generation generation, IReadOnlyList<StoredEvent> events, long from, long to, CancellationToken ct)
    {
        await using var session = await storage.BeginProjectionAsync(Table, generation, ct);
        var writes = await FoldAsync(session, events, from, to, ct);
        return await session.CommitAsync(writes, from, to, ct);
    }

    protected abstract Task<ProjectionWrites> FoldAsync(
        IProjectionSession session, IReadOnlyList<StoredEvent> events, long from, long to, CancellationToken ct);

    /// <summary>The events of each group in the order they occurred; groups in order of first appearance.</summary>
    protected static List<(GroupKey Group, List<StoredEvent> Events)> Group(IReadOnlyList<StoredEvent> events, Func<StoredEvent, string?> keyOf)
    {
        var groups = new List<(GroupKey, List<StoredEvent>)>();
        var at = new Dictionary<GroupKey, List<StoredEvent>>();
        foreach (var stored in events)
        {
            if (keyOf(stored) is not { } key) continue;
            var group = new GroupKey(stored.Tenant, key);
            if (!at.TryGetValue(group, out var list))
            {
                at.Add(group, list = []);
                groups.Add((group, list));
            }
            list.Add(stored);
        }
        foreach (var (_, list) in groups) list.Sort((a, b) => a.Place.CompareTo(b.Place));
        return groups;
    }

    protected static async IAsyncEnumerable<StoredEvent> HistoryAsync(
        IProjectionSession session, HistoryQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var page = await session.ReadHistoryAsync(query, ct);
            foreach (var stored in page) yield return stored;
            if (page.Count < query.Limit) yield break;
            query = query with { After = page[^1].Place };
        }
    }
}
