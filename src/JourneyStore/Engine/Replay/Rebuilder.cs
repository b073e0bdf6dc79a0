using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Projections.Sharding;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>
/// Builds a read model anew beside the one in use: the log is read at one moment, in parallel ranges, folded and written in bulk; then
/// what was appended meanwhile is caught up with, and readers are switched at one moment. Memory does not grow with the log.
/// </summary>
internal sealed class Rebuilder(IStorage storage, EventReader reader, TimeProvider time)
{
    private const int Parts = 2;
    private const int StalePage = 500;
    private const int CatchUpBatch = 2_000;
    private const long CatchUpMemory = 32L * 1024 * 1024;
    private const int MostCatchUps = 20;

    public async Task<RebuildReport> BuildAsync(ICustomerProjection view, ViewTable table, AsyncFold? follow, bool shadow, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await storage.BeginRebuildAsync(table, ct);
        var settled = follow is null ? (long?)null : await SettledPositionAsync(ct);
        var work = new Work($"rebuild {view.Name}", progress);
        var rows = 0L;
        IReadOnlyCollection<ParkedGroup> parked;
        await using (var snapshot = await storage.OpenSnapshotAsync(ct))
        {
            work.Total = await snapshot.CountEventsAsync(ct);
            var ranges = await snapshot.SplitAsync(cases: false, Parts, ct);
            var scope = follow is null ? FoldScope.Inline : await FoldScope.OfRebuildAsync(snapshot, follow, settled!.Value, time, ct);
            await Parallel.ForEachAsync(ranges, new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (range, stop) =>
                await storage.WriteNextAsync(table, states: false, Counted(FoldRangeAsync(view, snapshot, range, scope, work, stop)), stop));
            await ParkAsync(table, parked = scope.Parked, ct);
        }
        if (follow is not null) await storage.SetNextProgressAsync(table, settled!.Value, ct);
        return await FinishAsync(view, table, follow, shadow, work, Interlocked.Read(ref rows), parked, ct);

        async IAsyncEnumerable<ViewWrite> Counted(IAsyncEnumerable<ViewWrite> writes)
        {
            await foreach (var write in writes)
            {
                Interlocked.Increment(ref rows);
                yield return write;
            }
        }
    }

    public async Task<RebuildReport> BuildAsync(AggregateFold fold, bool shadow, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        var (view, table) = (fold.View, fold.Table);
        await storage.BeginRebuildAsync(table, ct);
        var settled = await SettledPositionAsync(ct);
        var work = new Work($"rebuild {view.Name}", progress);
        var sums = new RowDeltas(view);
        IReadOnlyCollection<ParkedGroup> parked;
        await using (var snapshot = await storage.OpenSnapshotAsync(ct))
        {
            work.Total = await snapshot.CountEventsAsync(ct);
            var ranges = await snapshot.SplitAsync(fold.ByCase, Parts, ct);
            var scope = await FoldScope.OfRebuildAsync(snapshot, fold, settled, time, ct);
            await Parallel.ForEachAsync(ranges, new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (range, stop) =>
            {
                var part = new RowDeltas(view);
                await storage.WriteNextAsync(table, states: true, FoldGroupsAsync(fold, snapshot, range, scope, part, work, stop), stop);
                lock (sums) sums.Add(part);
            });
            await ParkAsync(table, parked = scope.Parked, ct);
        }
        var rows = sums.All.Where(pair => !view.IsEmpty(pair.Value))
            .Select(pair => new ViewWrite(pair.Key.Tenant, pair.Key.Key, view.WriteRow(pair.Value), settled)).ToArray();
        await storage.WriteNextAsync(table, states: false, rows.ToAsyncEnumerable(), ct);
        await storage.SetNextProgressAsync(table, settled, ct);
        return await FinishAsync(null, table, fold, shadow, work, rows.Length, parked, ct);
    }

    /// <summary>Puts a finished shadow into use.</summary>
    public async Task PromoteAsync(ICustomerProjection? inline, ViewTable table, AsyncFold? follow, CancellationToken ct)
    {
        if (follow is null)
        {
            await CatchUpAsync(inline!, table, ct);
            await storage.PromoteInlineAsync(table, async session =>
            {
                while (await session.ReadStaleAsync(StalePage, ct) is { Count: > 0 } stale)
                    await session.WriteAsync(await RefoldAsync(inline!, stale, session.ReadHistoryAsync, ct), ct);
            }, ct);
            return;
        }
        for (var tries = 1; ; tries++)
        {
            await CatchUpAsync(follow, ct);
            if (await storage.PromoteAsyncViewAsync(table, evenBehind: tries >= MostCatchUps, ct)) return;
        }
    }

    /// <summary>
    /// A position up to which no event can appear any more: the highest one visible, once every transaction that was alive when it was
    /// seen has ended. Proved by transaction ids; the clock only paces the questions.
    /// </summary>
    public async Task<long> SettledPositionAsync(CancellationToken ct)
    {
        var highest = await storage.ReadHighestPositionAsync(ct);
        var bound = await storage.DrawTransactionAsync(ct);
        while ((await storage.ReadLogAsync(highest, 1, ct)).OldestRunning < bound) await Task.Delay(TimeSpan.FromMilliseconds(20), time, ct);
        return highest;
    }

    private async Task<RebuildReport> FinishAsync(
        ICustomerProjection? view, ViewTable table, AsyncFold? follow, bool shadow, Work work, long rows, IReadOnlyCollection<ParkedGroup> parked, CancellationToken ct)
    {
        var report = new RebuildReport(table.Name, work.Done, rows, Promoted: !shadow, null)
        {
            Parked = parked.Count, ParkedSamples = [.. parked.OrderBy(one => one.Position).Take(5).Select(ParkedNote.Of)],
        };
        if (!shadow)
        {
            await PromoteAsync(view, table, follow, ct);
            return report;
        }
        if (follow is null) await CatchUpAsync(view!, table, ct);
        else await CatchUpAsync(follow, ct);
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var comparison = new Comparison(table.Name, json => json);
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            snapshot.ReadRowsAsync(table, Generation.Next, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)), ct);
        return report with { Differences = comparison.Report };
    }

    private async Task CatchUpAsync(ICustomerProjection view, ViewTable table, CancellationToken ct)
    {
        // The last few are brought up to date while appends wait; here they need not wait.
        for (var rounds = 0; rounds < MostCatchUps; rounds++)
        {
            var stale = await storage.ReadStaleAsync(table, StalePage, ct);
            if (stale.Count > 0) await storage.UpsertNextAsync(table, await RefoldAsync(view, stale, storage.ReadHistoryAsync, ct), ct);
            if (stale.Count < StalePage) return;
            rounds--;
        }
    }

    private async Task CatchUpAsync(AsyncFold follow, CancellationToken ct)
    {
        var (log, memory) = (new SafeLog(storage), new GroupMemory(CatchUpMemory));
        var next = (await storage.ReadProgressAsync(ct)).FirstOrDefault(p => p.Projection == follow.Table.Name && p.Generation == Generation.Next);
        // Progress is recorded when all rows are there: without it, what stands there was broken off.
        if (next is not { Position: >= 0 and var position })
            throw new Errors.NotFoundException(
                "no-shadow", $"There is no finished shadow of '{follow.Table.Name}'; make one with rebuild {follow.Table.Name} --shadow.");
        while (await log.ReadAsync(position, CatchUpBatch, ct) is { Count: > 0 } events)
        {
            var to = events[^1].Position;
            if (!await follow.CommitAsync(storage, Generation.Next, new FoldBatch(events, ShardSet.Whole, position, to, time.GetUtcNow()), memory, ct))
                throw new Errors.StoreException("rebuild-met", $"Another rebuild of '{follow.Table.Name}' is at work.");
            position = to;
        }
    }

    private async Task<IReadOnlyList<ViewWrite>> RefoldAsync(
        ICustomerProjection view, IReadOnlyList<CustomerKey> customers, Func<HistoryQuery, CancellationToken, Task<IReadOnlyList<StoredEvent>>> read, CancellationToken ct)
    {
        var rows = new List<ViewWrite>(customers.Count);
        foreach (var customer in customers)
        {
            var row = view.Start(customer.Customer);
            var version = 0L;
            var query = new HistoryQuery(customer.Tenant, customer.Customer, null, null, null, null, null, CatchUpBatch);
            while (true)
            {
                var page = await read(query, ct);
                foreach (var stored in page) row = view.Apply(row, reader.Read(stored));
                version += page.Count;
                if (page.Count < CatchUpBatch) break;
                query = query with { After = page[^1].Place };
            }
            rows.Add(new ViewWrite(customer.Tenant, customer.Customer, view.Write(row), version));
        }
        return rows;
    }

    /// <summary>Rows of a range, each as its customer's last event has been folded.</summary>
    public async IAsyncEnumerable<ViewWrite> FoldRangeAsync(
        ICustomerProjection view, ISnapshot snapshot, KeyRange range, FoldScope scope, Work work, [EnumeratorCancellation] CancellationToken ct)
    {
        var (group, row, events, parked) = (default(GroupKey), default(object), 0L, false);
        await foreach (var (next, stored) in snapshot.ReadRangeAsync(range, cases: false, scope.ReadUpTo, ct))
        {
            if (next != group)
            {
                if (row is not null && !parked) yield return Write(group, row, events);
                (group, row, events, parked) = (next, null, 0, false);
            }
            work.OneMore();
            if (parked || !scope.Takes(group, stored)) continue;
            try
            {
                row = view.Apply(row ?? view.Start(group.Key), reader.Read(stored));
                events++;
            }
            catch (Exception reason) when (scope.Parks && PoisonEventException.IsPoison(reason))
            {
                parked = true;
                scope.Park(group, new PoisonEventException(stored, reason));
            }
        }
        if (row is not null && !parked) yield return Write(group, row, events);

        ViewWrite Write(GroupKey of, object done, long count) => new(of.Tenant, of.Key, view.Write(done), scope.ReadUpTo ?? count);
    }

    /// <summary>States of the groups of a range; what they emit is added to <paramref name="sums"/>.</summary>
    public async IAsyncEnumerable<ViewWrite> FoldGroupsAsync(
        AggregateFold fold, ISnapshot snapshot, KeyRange range, FoldScope scope, RowDeltas sums, Work work, [EnumeratorCancellation] CancellationToken ct)
    {
        var (group, state, parked) = (default(GroupKey), default(object), false);
        var emitted = new RowDeltas(fold.View);
        await foreach (var (next, stored) in snapshot.ReadRangeAsync(range, fold.ByCase, scope.ReadUpTo, ct))
        {
            if (next != group)
            {
                if (state is not null && !parked) yield return Write(group, state);
                (group, state, parked, emitted) = (next, null, false, new RowDeltas(fold.View));
            }
            work.OneMore();
            if (parked || !scope.Takes(group, stored)) continue;
            try
            {
                state = fold.Apply(state ?? fold.View.Start(), stored, (key, delta) => emitted.Add(group.Tenant, key, delta));
            }
            catch (PoisonEventException poison)
            {
                parked = true;
                scope.Park(group, poison);
            }
        }
        if (state is not null && !parked) yield return Write(group, state);

        ViewWrite Write(GroupKey of, object done)
        {
            // Only whole groups count: of one that is parked the rows hold nothing.
            sums.Add(emitted);
            return new ViewWrite(of.Tenant, of.Key, fold.View.WriteState(done), scope.ReadUpTo ?? 0);
        }
    }

    private async Task ParkAsync(ViewTable table, IReadOnlyCollection<ParkedGroup> parked, CancellationToken ct)
    {
        foreach (var some in parked.Chunk(StalePage)) await storage.WriteNextParkedAsync(table, some, ct);
    }
}
