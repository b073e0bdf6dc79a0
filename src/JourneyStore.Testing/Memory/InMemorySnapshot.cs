using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>One moment of the database; the contents are immutable, so nothing has to be kept open.</summary>
internal sealed class InMemorySnapshot(Contents contents) : ISnapshot
{
    public Task<long> CountEventsAsync(CancellationToken ct) => Task.FromResult((long)contents.Log.Count);

    public Task<IReadOnlyList<KeyRange>> SplitAsync(bool cases, int parts, CancellationToken ct)
    {
        var groups = Groups(cases).Select(group => group.Key).ToArray();
        var ranges = new List<KeyRange>();
        GroupKey? from = null;
        for (var part = 1; part < parts && groups.Length >= parts; part++)
        {
            var to = groups[groups.Length * part / parts];
            ranges.Add(new KeyRange(from, to));
            from = to;
        }
        ranges.Add(new KeyRange(from, null));
        return Task.FromResult<IReadOnlyList<KeyRange>>(ranges);
    }

    public IAsyncEnumerable<(GroupKey Group, StoredEvent Event)> ReadRangeAsync(KeyRange range, bool cases, long? maxPosition, CancellationToken ct) =>
        Groups(cases).Where(group => IsIn(group.Key, range))
            .SelectMany(group => group.Events.Select(e => (group.Key, e.Stored)))
            .Where(e => e.Stored.Position <= (maxPosition ?? long.MaxValue)).ToAsyncEnumerable();

    public IAsyncEnumerable<ViewWrite> ReadRowsAsync(ViewTable view, Generation generation, KeyRange? range, CancellationToken ct) =>
        contents.Views[(view.Name, generation)].Rows.Where(row => range is null || IsIn(row.Key, range))
            .Select(row => new ViewWrite(row.Key.Tenant, row.Key.Key, row.Value.Json, row.Value.Version)).ToAsyncEnumerable();

    public Task<IReadOnlyList<StoredProgress>> ReadProgressAsync(CancellationToken ct) => Task.FromResult(contents.Progress);

    public Task<IReadOnlyList<ParkedGroup>> ReadParkedAsync(ViewTable view, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ParkedGroup>>([.. ParkedRows.Of(contents, view.Name, Generation.Living)]);

    public Task<IReadOnlyDictionary<long, bool>> ReadSkippedAsync(ViewTable view, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, bool>>(ParkedRows.SkippedOf(contents, view.Name).ToDictionary(s => s.Position, s => s.StillStored));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<(GroupKey Key, IEnumerable<MemoryEvent> Events)> Groups(bool cases) => cases
        ? contents.Cases.Select(c => (Key: new GroupKey(c.Key.Tenant, c.Key.Key.ToString()), Events: (IEnumerable<MemoryEvent>)c.Value))
            .OrderBy(c => c.Key, Comparer<GroupKey>.Create(MemoryView.ByTenantAndKey))
        : contents.Streams.Select(s => (new GroupKey(s.Key.Tenant, s.Key.Customer), (IEnumerable<MemoryEvent>)s.Value.ByOccurrence));

    private static bool IsIn(GroupKey key, KeyRange range) =>
        (range.From is not { } from || MemoryView.ByTenantAndKey(key, from) >= 0) && (range.To is not { } to || MemoryView.ByTenantAndKey(key, to) < 0);
}
