using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>A batch of one projection: rows, states, parked groups and progress move together or not at all.</summary>
internal sealed class InMemoryProjectionSession : IProjectionSession
{
    private readonly InMemoryDatabase database;
    private readonly ViewTable view;
    private readonly Generation generation;
    private readonly int[] shards;
    private readonly List<string> locked;

    private InMemoryProjectionSession(
        InMemoryDatabase database, ViewTable view, Generation generation, int[] shards, WantedGroups wanted, IReadOnlyList<string> locked)
    {
        (this.database, this.view, this.generation, this.shards, this.locked) = (database, view, generation, shards, [.. locked]);
        var stored = database.Contents.Views.GetValueOrDefault((view.Name, generation))?.Shards ?? [];
        if (stored.Length < shards.Max()) throw new StoreException("no-progress", $"The progress of '{view.Name}' is not there.");
        Positions = Array.ConvertAll(shards, shard => stored[shard - 1]);
        Loaded = Load(wanted);
    }

    public IReadOnlyCollection<long> Positions { get; }

    public long Switches => database.Contents.Switches;

    public LoadedGroups Loaded { get; }

    public static async Task<IProjectionSession> BeginAsync(
        InMemoryDatabase database, ViewTable view, Generation generation, IReadOnlyCollection<int> shards, WantedGroups wanted, CancellationToken ct)
    {
        int[] numbers = generation == Generation.Next ? [1] : [.. shards.Order()];
        var locked = await database.Projections.TakeAsync(numbers.Select(shard => ProgressOf(view, generation, shard)), ct);
        try
        {
            return new InMemoryProjectionSession(database, view, generation, numbers, wanted, locked);
        }
        catch
        {
            database.Projections.Free(locked);
            throw;
        }
    }

    /// <summary>The lock of a shard's progress.</summary>
    public static string ProgressOf(ViewTable view, Generation generation, int shard) => $"progress {view.Name} {generation} {shard}";

    public async Task<Dictionary<GroupKey, byte[]>> LockRowsAsync(IReadOnlyCollection<GroupKey> keys, CancellationToken ct)
    {
        locked.AddRange(await database.Projections.TakeAsync([$"rows {view.Name} {generation}"], ct));
        return Existing(database.Contents.Views[(view.Name, generation)].Rows, keys);
    }

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Task.FromResult(Histories.Read(database.Contents, query));

    public Task<bool> CommitAsync(ProjectionWrites writes, long from, long to, CancellationToken ct)
    {
        if (Positions.Any(position => position != from)) return Task.FromResult(false);
        database.Commit(null, contents =>
        {
            if (writes.Skipped.Count > 0 && contents.Views.ContainsKey((view.Name, Generation.Next))) throw RebuildBeside.Of(view.Name);
            var stored = contents.Views[(view.Name, generation)].At(shards, to);
            stored = stored with { Rows = stored.Rows.RemoveRange(writes.DeletedRows) };
            contents = contents.With(view.Name, generation, stored.WithRows(writes.Rows, view.Version).WithStates(writes.States, view.Version));
            contents = ParkedRows.Skip(contents, view.Name, writes.Skipped, database.NextParkedNumber);
            contents = ParkedRows.Unpark(contents, view.Name, generation, writes.Unparked);
            return ParkedRows.Park(contents, view.Name, generation, writes.Parked, database.NextParkedNumber);
        });
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync()
    {
        database.Projections.Free(locked);
        locked.Clear();
        return ValueTask.CompletedTask;
    }

    private LoadedGroups Load(WantedGroups wanted)
    {
        var contents = database.Contents;
        var stored = contents.Views[(view.Name, generation)];
        var asked = wanted.Groups.ToHashSet();
        return new LoadedGroups(
            Newest(contents, wanted.Unknown, wanted.Cases, wanted.UpTo),
            Existing(view.HasState ? stored.States : stored.Rows, wanted.Unknown),
            ParkedRows.Of(contents, view.Name, generation).Where(parked => asked.Contains(parked.Group)).ToDictionary(parked => parked.Group),
            ParkedRows.SkippedOf(contents, view.Name).Where(skipped => asked.Contains(skipped.Group)).ToDictionary(s => s.Position, s => s.StillStored));
    }

    private static Dictionary<GroupKey, byte[]> Existing(IReadOnlyDictionary<GroupKey, MemoryRow> rows, IEnumerable<GroupKey> keys) =>
        keys.Where(rows.ContainsKey).ToDictionary(key => key, key => rows[key].Json);

    private static Dictionary<GroupKey, OccurrencePlace> Newest(Contents contents, IEnumerable<GroupKey> groups, bool cases, long upTo)
    {
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
        return newest;
    }
}
