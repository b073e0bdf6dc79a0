using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>A batch of one projection: rows, states and progress move together or not at all.</summary>
internal sealed class InMemoryProjectionSession(InMemoryDatabase database, ViewTable view, Generation generation) : IProjectionSession
{
    public Task<Dictionary<GroupKey, byte[]>> LoadAsync(bool states, IReadOnlyCollection<GroupKey> keys, CancellationToken ct)
    {
        var stored = database.Contents.Views[(view.Name, generation)];
        var rows = states ? stored.States : stored.Rows;
        return Task.FromResult(keys.Where(rows.ContainsKey).ToDictionary(key => key, key => rows[key].Json));
    }

    public Task<Dictionary<GroupKey, OccurrencePlace>> LoadNewestAsync(IReadOnlyCollection<GroupKey> groups, bool cases, long upTo, CancellationToken ct)
    {
        var contents = database.Contents;
        var newest = new Dictionary<GroupKey, OccurrencePlace>();
        foreach (var group in groups)
        {
            var events = cases
                ? contents.Cases.GetValueOrDefault(new TenantKey(group.Tenant, Guid.Parse(group.Key)))
                : contents.Streams.GetValueOrDefault(new CustomerKey(group.Tenant, group.Key))?.ByOccurrence;
            foreach (var stored in events?.Before(null) ?? [])
            {
                if (stored.Position > upTo) continue;
                newest.Add(group, stored.Place);
                break;
            }
        }
        return Task.FromResult(newest);
    }

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Task.FromResult(Histories.Read(database.Contents, query));

    public Task<bool> CommitAsync(ProjectionWrites writes, long from, long to, CancellationToken ct)
    {
        var moved = false;
        database.Commit(null, contents =>
        {
            if (!contents.Views.TryGetValue((view.Name, generation), out var stored) || stored.Position != from) return contents;
            moved = true;
            var next = stored with { Position = to, Rows = stored.Rows.RemoveRange(writes.DeletedRows) };
            return contents.With(view.Name, generation, next.WithRows(writes.Rows, view.Version).WithStates(writes.States, view.Version));
        });
        return Task.FromResult(moved);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>That one process folds a projection.</summary>
internal sealed class InMemoryOwnership(InMemoryDatabase database, string projection) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        database.Disown(projection);
        return ValueTask.CompletedTask;
    }
}
