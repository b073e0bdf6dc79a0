using JourneyStore.Engine.Access;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Testing.Memory;

namespace JourneyStore.Testing;

/// <summary>
/// The engine's storage in memory, for tests: no server, nothing on disk, gone with the process. It keeps the promises that the engine
/// builds on (snapshots, row locks, conflicts, positions that leave holes, transaction ids), so that a test that passes here fails on a real
/// database only for a reason of that database.
/// </summary>
/// <param name="database">What is stored; several storages on one are several processes on one database.</param>
public sealed class InMemoryStorage(InMemoryDatabase database) : IStorage
{
    // A commit between a reader's look and its wait would go unnoticed, so no wait is long.
    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(20);

    private Dictionary<string, ViewTable> views = [];

    /// <summary>A storage with a database of its own.</summary>
    public InMemoryStorage() : this(new InMemoryDatabase())
    {
    }

    /// <summary>What is stored.</summary>
    public InMemoryDatabase Database => database;

    /// <inheritdoc />
    public Task PrepareAsync(IReadOnlyList<ViewTable> tables, CancellationToken ct)
    {
        views = tables.ToDictionary(table => table.Name);
        database.Commit(null, contents => tables.Where(table => !contents.Views.ContainsKey((table.Name, Generation.Living))).Aggregate(
            contents, (all, table) => all.With(table.Name, Generation.Living, NewView(table, all))));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public IAppendSession OpenAppendSession(IReadOnlyList<string> inlineViews) =>
        new InMemoryAppendSession(database, [.. inlineViews.Select(name => views[name])]);

    /// <inheritdoc />
    public Task<bool> AnswersAsync(CancellationToken ct) => Task.FromResult(views.Count > 0);

    /// <inheritdoc />
    public Task<StoredCustomer?> ReadCustomerAsync(string tenant, CustomerRef customer, IReadOnlyList<string> names, CustomerMark? known, CancellationToken ct)
    {
        var contents = database.Contents;
        if (Resolve(contents, tenant, customer) is not { } id) return Task.FromResult<StoredCustomer?>(null);
        var stream = contents.Streams[new CustomerKey(tenant, id)];
        var mark = new CustomerMark(id, stream.Place, contents.InlineSwitches);
        if (mark == known) return Task.FromResult<StoredCustomer?>(new StoredCustomer(mark, null));
        var identifiers = contents.Identifiers.Where(i => i.Key.Tenant == tenant && i.Value == id).Select(i => i.Key.Identifier).Order(StringComparer.Ordinal);
        return Task.FromResult<StoredCustomer?>(new StoredCustomer(mark, new CustomerDetails(
            stream.ByVersion[^1].Stored.Position, [.. identifiers],
            [.. names.Select(name => Histories.RowOf(contents, views[name], new GroupKey(tenant, id)))])));
    }

    /// <inheritdoc />
    public Task<string?> ResolveAsync(string tenant, CustomerRef customer, CancellationToken ct) =>
        Task.FromResult(Resolve(database.Contents, tenant, customer));

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Task.FromResult(Histories.Read(database.Contents, query));

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(string tenant, string customer, long from, bool forwards, int limit, CancellationToken ct)
    {
        var events = database.Contents.Streams.GetValueOrDefault(new CustomerKey(tenant, customer))?.ByVersion ?? [];
        var page = forwards
            ? events.Skip((int)Math.Clamp(from - 1, 0, events.Count))
            : events.Take((int)Math.Clamp(from, 0, events.Count)).Reverse();
        return Task.FromResult<IReadOnlyList<StoredEvent>>([.. page.Take(limit).Select(e => e.Stored)]);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> ReadTimelineAsync(StoredTimelineQuery query, CancellationToken ct)
    {
        var stream = database.Contents.Streams.GetValueOrDefault(new CustomerKey(query.Tenant, query.Customer)) ?? CustomerEvents.Empty;
        return Task.FromResult<IReadOnlyList<StoredEvent>>(
        [
            .. stream.ByOccurrence.Before(query.Before)
                .Where(e => (query.From is not { } from || e.OccurredAt >= from) && (query.To is not { } to || e.OccurredAt < to)
                    && (query.RecordedUpTo is not { } recorded || e.RecordedAt <= recorded)
                    && (query.OccurredUpTo is not { } occurred || e.OccurredAt <= occurred) && (query.Type is null || e.Type == query.Type))
                .Take(query.Limit),
        ]);
    }

    /// <inheritdoc />
    public Task<StoredEvent?> ReadEventAsync(string tenant, Guid key, CancellationToken ct)
    {
        var contents = database.Contents;
        StoredEvent? found = contents.Index.GetValueOrDefault(new TenantKey(tenant, key)).Position is { } position
            ? contents.Log.After(position - 1).First()
            : null;
        return Task.FromResult(found);
    }

    /// <inheritdoc />
    public Task<LogWindow> ReadLogAsync(long after, int limit, CancellationToken ct) => Task.FromResult(database.ReadLog(after, limit));

    /// <inheritdoc />
    public Task<ulong> DrawTransactionAsync(CancellationToken ct)
    {
        var drawn = database.Begin();
        database.End(drawn);
        return Task.FromResult(drawn);
    }

    /// <inheritdoc />
    public Task<long> ReadHighestPositionAsync(CancellationToken ct) => Task.FromResult(database.Contents.HighestPosition);

    /// <inheritdoc />
    public async Task WaitForAppendAsync(TimeSpan atMost, CancellationToken ct) =>
        await database.Appended.WaitAsync(atMost < LongestNap ? atMost : LongestNap, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <inheritdoc />
    public Task<IReadOnlyList<RankedRow>> ReadViewAsync(string tenant, ViewTable view, int limit, RowCursor? after, CancellationToken ct) =>
        Task.FromResult(RankedRows.Page(database.Contents.Views[(view.Name, Generation.Living)], tenant, view, limit, after));

    /// <inheritdoc />
    public Task<ViewRow?> ReadViewRowAsync(string tenant, string view, string key, CancellationToken ct) => Task.FromResult(
        database.Contents.Views[(view, Generation.Living)].Rows.TryGetValue(new GroupKey(tenant, key), out var row) ? new ViewRow(key, row.Version, row.Json) : null);

    /// <inheritdoc />
    public Task<StoredCounts> ReadCountsAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        var contents = database.Contents;
        return Task.FromResult(new StoredCounts(
            contents.Log.Count, contents.Streams.Count, contents.Held.Count, 0, "in memory",
            names.ToDictionary(name => name, name => (long)contents.Views[(name, Generation.Living)].Rows.Count)));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredProgress>> ReadProgressAsync(CancellationToken ct) => Task.FromResult(database.Contents.Progress);

    /// <inheritdoc />
    public Task<IShardOwnership> OpenOwnershipAsync(CancellationToken ct) => Task.FromResult<IShardOwnership>(database.Owners.Open());

    /// <inheritdoc />
    public Task<IProjectionSession> BeginProjectionAsync(
        ViewTable view, Generation generation, IReadOnlyCollection<int> shards, WantedGroups wanted, CancellationToken ct) =>
        InMemoryProjectionSession.BeginAsync(database, view, generation, shards, wanted, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredParked>> ReadParkedAsync(ParkedQuery query, CancellationToken ct) => Task.FromResult(ParkedRows.Page(database.Contents, query));

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, long>> CountParkedAsync(CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<string, long>>(
        database.Contents.Parked.Values.Where(p => p.Generation == Generation.Living).GroupBy(p => p.Parked.Projection).ToDictionary(g => g.Key, g => g.LongCount()));

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredSkipped>> ReadSkippedAsync(string tenant, string? projection, long after, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StoredSkipped>>([.. database.Contents.Skipped.Values
            .Where(s => s.Number > after && s.Skipped.Group.Tenant == tenant && (projection is null || s.Projection == projection)).Take(limit)]);

    /// <inheritdoc />
    public Task<IAsyncDisposable?> TryOwnRebuildAsync(string view, CancellationToken ct) => Task.FromResult(database.Rebuilds.TryOwn(view));

    /// <inheritdoc />
    public Task<long?> LeaveToBuildAsync(IReadOnlyList<ViewTable> tables, CancellationToken ct)
    {
        long? switches = null;
        database.Commit(null, contents =>
        {
            var living = tables.Select(table => (table.Name, View: contents.Views[(table.Name, Generation.Living)])).ToArray();
            if (!contents.Streams.IsEmpty && living.Any(one => one.View.Version.Length > 0)) return contents;
            switches = contents.InlineSwitches;
            return living.Aggregate(contents, (all, one) => all.With(one.Name, Generation.Living, one.View with { Version = "" }));
        });
        return Task.FromResult(switches);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RebuildPart>> BeginRebuildAsync(ViewTable view, bool fresh, CancellationToken ct)
    {
        IReadOnlyList<RebuildPart> parts = [];
        database.Commit(null, contents =>
        {
            var left = contents.Views.GetValueOrDefault((view.Name, Generation.Next));
            if (!fresh && left is { Parts.IsEmpty: false } && left.Version == view.Version)
            {
                parts = [.. left.Parts.Values];
                return contents;
            }
            return ParkedRows.Forget(contents, view.Name, Generation.Next).With(view.Name, Generation.Next, MemoryView.Empty(view.Version));
        });
        return Task.FromResult(parts);
    }

    /// <inheritdoc />
    public Task PlanRebuildAsync(ViewTable view, IReadOnlyList<RebuildPart> parts, CancellationToken ct) =>
        ChangeNext(view, next => next with { Parts = next.Parts.AddRange(parts.Select(part => KeyValuePair.Create(part.Number, part))) });

    /// <inheritdoc />
    public Task<IReadOnlyList<RebuildPart>> ReadPartsAsync(ViewTable view, CancellationToken ct) => Task.FromResult<IReadOnlyList<RebuildPart>>(
        [.. database.Contents.Views.GetValueOrDefault((view.Name, Generation.Next))?.Parts.Values ?? []]);

    /// <inheritdoc />
    public Task<ISnapshot> OpenSnapshotAsync(CancellationToken ct) => Task.FromResult<ISnapshot>(new InMemorySnapshot(database.Contents));

    /// <inheritdoc />
    public Task<IPartWriter> OpenPartAsync(int part, CancellationToken ct) => Task.FromResult<IPartWriter>(new InMemoryPart(database, part));

    /// <inheritdoc />
    public IAsyncEnumerable<ViewWrite> ReadPartSumsAsync(ViewTable view, CancellationToken ct) => database.Contents.Views[(view.Name, Generation.Next)].Sums
        .OrderBy(sum => sum.Tenant, StringComparer.Ordinal).ThenBy(sum => sum.Key, StringComparer.Ordinal).ToAsyncEnumerable();

    /// <inheritdoc />
    public async Task JoinPartsAsync(ViewTable view, IAsyncEnumerable<ViewWrite> rows, long position, CancellationToken ct)
    {
        var all = await rows.ToListAsync(ct);
        await ChangeNext(view, next => next.WithRows(all, view.Version) with { Shards = [position] });
    }

    /// <inheritdoc />
    public Task EndRebuildAsync(ViewTable view, CancellationToken ct) => ChangeNext(view, next => next.Complete());

    /// <inheritdoc />
    public Task UpsertNextAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct) =>
        ChangeNext(view, next => next.WithRows(rows, view.Version));

    /// <inheritdoc />
    public Task<NextParked> ReadNextParkedAsync(ViewTable view, int samples, CancellationToken ct)
    {
        var parked = ParkedRows.Of(database.Contents, view.Name, Generation.Next).OrderBy(one => one.Position).ToArray();
        return Task.FromResult(new NextParked(parked.Length, [.. parked.Take(samples)]));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<CustomerKey>> ReadStaleAsync(ViewTable view, int limit, CancellationToken ct) =>
        Task.FromResult(Histories.Stale(database.Contents, view, limit));

    /// <inheritdoc />
    public async Task PromoteInlineAsync(ViewTable view, Func<ISwitchSession, Task> bringUpToDate, CancellationToken ct)
    {
        await database.Appends.CloseAsync(ct);
        try
        {
            var session = new InMemorySwitchSession(database.Contents, view);
            await bringUpToDate(session);
            await Change(contents => Switch(contents, view, session.Next));
        }
        finally
        {
            database.Appends.Reopen();
        }
    }

    /// <inheritdoc />
    public async Task<bool> PromoteAsyncViewAsync(ViewTable view, bool evenBehind, CancellationToken ct)
    {
        var shards = Enumerable.Range(1, database.Contents.Views[(view.Name, Generation.Living)].Shards.Length).ToArray();
        var locked = await database.Projections.TakeAsync(shards.Select(shard => InMemoryProjectionSession.ProgressOf(view, Generation.Living, shard)), ct);
        try
        {
            var switched = false;
            database.Commit(null, contents =>
            {
                var (living, next) = (contents.Views[(view.Name, Generation.Living)], contents.Views[(view.Name, Generation.Next)]);
                if (next.Shards.IsEmpty || (next.Shards[0] < living.Shards.Max() && !evenBehind)) return contents;
                switched = true;
                return ParkedRows.Promote(Switch(contents, view, next with { Shards = [.. shards.Select(_ => next.Shards[0])] }), view.Name);
            });
            return switched;
        }
        finally
        {
            database.Projections.Free(locked);
        }
    }

    /// <inheritdoc />
    public Task<bool> DiscardAsync(ViewTable view, CancellationToken ct)
    {
        var found = false;
        database.Commit(null, contents =>
        {
            found = contents.Views.ContainsKey((view.Name, Generation.Next));
            return ParkedRows.Forget(contents, view.Name, Generation.Next) with { Views = contents.Views.Remove((view.Name, Generation.Next)) };
        });
        return Task.FromResult(found);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> CheckLogAsync(CancellationToken ct) => Task.FromResult(LogCheck.Run(database.Contents));

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredHeld>> ReadHeldAsync(string tenant, long after, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StoredHeld>>([.. database.Contents.Held.Values.Where(h => h.Tenant == tenant && h.Number > after).Take(limit)]);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredHeld>> ReadHeldOfCasesAsync(IReadOnlyCollection<TenantKey> cases, int limit, CancellationToken ct)
    {
        var wanted = cases.ToHashSet();
        return Task.FromResult<IReadOnlyList<StoredHeld>>(
            [.. database.Contents.Held.Values.Where(h => h.Case is { } @case && wanted.Contains(new TenantKey(h.Tenant, @case))).Take(limit)]);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredHeld>> ReadBindableHeldAsync(int limit, CancellationToken ct)
    {
        var contents = database.Contents;
        bool HasOneCustomer(StoredHeld held) =>
            held.Case is { } key && contents.Cases.TryGetValue(new TenantKey(held.Tenant, key), out var events)
            && events.Select(e => e.Stored.Customer).Distinct().Take(2).Count() == 1;
        return Task.FromResult<IReadOnlyList<StoredHeld>>([.. contents.Held.Values.Where(HasOneCustomer).Take(limit)]);
    }

    /// <inheritdoc />
    public Task<bool> AnyHeldAsync(CancellationToken ct) => Task.FromResult(!database.Contents.Held.IsEmpty);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredDelivery>> ClaimDeliveriesAsync(string reaction, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct)
    {
        IReadOnlyList<StoredDelivery> claimed = [];
        database.Commit(null, contents => OutboxRows.Claim(contents, reaction, now, until, limit, out claimed));
        return Task.FromResult(claimed);
    }

    /// <inheritdoc />
    public Task DeliveredAsync(long number, CancellationToken ct) => Change(contents => contents with { Outbox = contents.Outbox.Remove(number) });

    /// <inheritdoc />
    public Task FailedAsync(FailedDelivery failed, CancellationToken ct) => Change(contents => OutboxRows.Fail(contents, failed));

    /// <inheritdoc />
    public Task<IReadOnlyList<DeliveryCount>> CountDeliveriesAsync(CancellationToken ct) => Task.FromResult(OutboxRows.Count(database.Contents));

    /// <inheritdoc />
    public Task<IReadOnlyList<DeadDelivery>> ReadDeadAsync(string tenant, string? reaction, long after, int limit, CancellationToken ct)
    {
        var contents = database.Contents;
        return Task.FromResult<IReadOnlyList<DeadDelivery>>([.. OutboxRows.Dead(contents, tenant, reaction).Where(row => row.Number > after).Take(limit).Select(row => new DeadDelivery(
            row.Number, row.Reaction, row.Customer.Customer, row.Position, contents.Log.After(row.Position - 1).First().Type, row.Tries, row.Reason!))]);
    }

    /// <inheritdoc />
    public Task<long> ReviveDeadAsync(string tenant, string? reaction, DateTimeOffset now, CancellationToken ct)
    {
        var revived = 0L;
        database.Commit(null, contents => OutboxRows.Revive(contents, tenant, reaction, now, out revived));
        return Task.FromResult(revived);
    }

    /// <inheritdoc />
    public Task AddKeyAsync(ApiKey key, byte[] hash, CancellationToken ct) =>
        Change(contents => contents with { Keys = contents.Keys.Add(key.Id, (key, hash.ToArray())) });

    /// <inheritdoc />
    public Task<IReadOnlyList<ApiKey>> ReadKeysAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<ApiKey>>(
        [.. database.Contents.Keys.Values.Select(k => k.Key).OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Id, StringComparer.Ordinal)]);

    /// <inheritdoc />
    public Task<ApiKey?> FindKeyAsync(byte[] hash, CancellationToken ct) =>
        Task.FromResult<ApiKey?>(database.Contents.Keys.Values.FirstOrDefault(k => k.Hash.AsSpan().SequenceEqual(hash)).Key);

    /// <inheritdoc />
    public Task<bool> RevokeKeyAsync(string id, DateTimeOffset now, CancellationToken ct)
    {
        var revoked = false;
        database.Commit(null, contents =>
        {
            if (!contents.Keys.TryGetValue(id, out var known) || known.Key.RevokedAt is not null) return contents;
            revoked = true;
            return contents with { Keys = contents.Keys.SetItem(id, (known.Key with { RevokedAt = now }, known.Hash)) };
        });
        return Task.FromResult(revoked);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static MemoryView NewView(ViewTable table, Contents contents) =>
        // An inline view that comes to a store with customers has no rows yet and has to be built; an async one starts at the beginning.
        MemoryView.Empty(table.Async || contents.Streams.IsEmpty ? table.Version : "", table.Async ? [.. new long[table.Shards]] : []);

    private static string? Resolve(Contents contents, string tenant, CustomerRef customer)
    {
        var id = customer.OwnId ?? contents.Identifiers.GetValueOrDefault(new IdentifierKey(tenant, customer.Identifier.ToString()));
        return id is not null && contents.Streams.ContainsKey(new CustomerKey(tenant, id)) ? id : null;
    }

    private static Contents Switch(Contents contents, ViewTable view, MemoryView next) => contents with
    {
        Views = contents.Views.SetItem((view.Name, Generation.Living), next.Complete()).Remove((view.Name, Generation.Next)),
        Switches = contents.Switches + 1,
        InlineSwitches = contents.InlineSwitches + (view.Async ? 0 : 1),
    };

    private Task ChangeNext(ViewTable view, Func<MemoryView, MemoryView> change) =>
        Change(contents => contents.With(view.Name, Generation.Next, change(contents.Views[(view.Name, Generation.Next)])));

    private Task Change(Func<Contents, Contents> change)
    {
        database.Commit(null, change);
        return Task.CompletedTask;
    }
}
