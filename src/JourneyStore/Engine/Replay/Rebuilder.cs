using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
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
    private const int MostCatchUps = 20;

    public async Task<RebuildReport> BuildAsync(ICustomerProjection view, ViewTable table, AsyncFold? follow, bool shadow, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await storage.BeginRebuildAsync(table, ct);
        var settled = follow is null ? (long?)null : await SettledPositionAsync(ct);
        var work = new Work($"rebuild {view.Name}", progress);
        var rows = 0L;
        await using (var snapshot = await storage.OpenSnapshotAsync(ct))
        {
            work.Total = await snapshot.CountEventsAsync(ct);
            var ranges = await snapshot.SplitAsync(cases: false, Parts, ct);
            await Parallel.ForEachAsync(ranges, new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (range, stop) =>
                await storage.WriteNextAsync(table, states: false, Counted(FoldRangeAsync(view, snapshot, range, settled, work, stop)), stop));
        }
        if (follow is not null) await storage.SetNextProgressAsync(table, settled!.Value, ct);
        return await FinishAsync(view, table, follow, shadow, work, Interlocked.Read(ref rows), ct);

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
        await using (var snapshot = await storage.OpenSnapshotAsync(ct))
        {
            work.Total = await snapshot.CountEventsAsync(ct);
            var ranges = await snapshot.SplitAsync(fold.ByCase, Parts, ct);
            await Parallel.ForEachAsync(ranges, new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (range, stop) =>
            {
                var part = new RowDeltas(view);
                await storage.WriteNextAsync(table, states: true, FoldGroupsAsync(fold, snapshot, range, settled, part, work, stop), stop);
                lock (sums)
                    foreach (var (key, delta) in part.All) sums.Add(key.Tenant, key.Key, delta);
            });
        }
        var rows = sums.All.Where(pair => !view.IsEmpty(pair.Value))
            .Select(pair => new ViewWrite(pair.Key.Tenant, pair.Key.Key, view.WriteRow(pair.Value), settled)).ToArray();
        await storage.WriteNextAsync(table, states: false, rows.ToAsyncEnumerable(), ct);
        await storage.SetNextProgressAsync(table, settled, ct);
        return await FinishAsync(null, table, fold, shadow, work, rows.Length, ct);
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

    private async Task<RebuildReport> FinishAsync(ICustomerProjection? view, ViewTable table, AsyncFold? follow, bool shadow, Work work, long rows, CancellationToken ct)
    {
        if (!shadow)
        {
            await PromoteAsync(view, table, follow, ct);
            return new RebuildReport(table.Name, work.Done, rows, Promoted: true, null);
        }
        if (follow is null) await CatchUpAsync(view!, table, ct);
        else await CatchUpAsync(follow, ct);
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var comparison = new Comparison(table.Name, json => json);
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            snapshot.ReadRowsAsync(table, Generation.Next, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)), ct);
        return new RebuildReport(table.Name, work.Done, rows, Promoted: false, comparison.Report);
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
        var log = new SafeLog(storage);
        var next = (await storage.ReadProgressAsync(ct)).FirstOrDefault(p => p.Projection == follow.Table.Name && p.Generation == Generation.Next);
        // Progress is recorded when all rows are there: without it, what stands there was broken off.
        if (next is not { Position: >= 0 and var position })
            throw new Errors.NotFoundException(
                "no-shadow", $"There is no finished shadow of '{follow.Table.Name}'; make one with rebuild {follow.Table.Name} --shadow.");
        while (await log.ReadAsync(position, CatchUpBatch, ct) is { Count: > 0 } events)
        {
            var to = events[^1].Position;
            if (!await follow.CommitAsync(storage, Generation.Next, events, position, to, ct))
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
        ICustomerProjection view, ISnapshot snapshot, KeyRange range, long? upTo, Work work, [EnumeratorCancellation] CancellationToken ct)
    {
        (GroupKey Group, object Row, long Events)? current = null;
        await foreach (var (group, stored) in snapshot.ReadRangeAsync(range, cases: false, upTo, ct))
        {
            if (current is { } done && done.Group != group)
            {
                yield return Write(done);
                current = null;
            }
            var (row, events) = current is { } open ? (open.Row, open.Events) : (view.Start(group.Key), 0);
            current = (group, view.Apply(row, reader.Read(stored)), events + 1);
            work.OneMore();
        }
        if (current is { } last) yield return Write(last);

        ViewWrite Write((GroupKey Group, object Row, long Events) done) =>
            new(done.Group.Tenant, done.Group.Key, view.Write(done.Row), upTo ?? done.Events);
    }

    /// <summary>States of the groups of a range; what they emit is added to <paramref name="sums"/>.</summary>
    public async IAsyncEnumerable<ViewWrite> FoldGroupsAsync(
        AggregateFold fold, ISnapshot snapshot, KeyRange range, long upTo, RowDeltas sums, Work work, [EnumeratorCancellation] CancellationToken ct)
    {
        (GroupKey Group, object State)? current = null;
        await foreach (var (group, stored) in snapshot.ReadRangeAsync(range, fold.ByCase, upTo, ct))
        {
            if (current is { } done && done.Group != group)
            {
                yield return new ViewWrite(done.Group.Tenant, done.Group.Key, fold.View.WriteState(done.State), upTo);
                current = null;
            }
            var state = current?.State ?? fold.View.Start();
            current = (group, fold.View.Apply(state, reader.Read(stored), (key, delta) => sums.Add(group.Tenant, key, delta)));
            work.OneMore();
        }
        if (current is { } last) yield return new ViewWrite(last.Group.Tenant, last.Group.Key, fold.View.WriteState(last.State), upTo);
    }
}
