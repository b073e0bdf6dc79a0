using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Projections.Sharding;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>
/// Builds a read model anew beside the one in use: the log is read at one moment, in parallel ranges, folded and written in bulk; then
/// what was appended meanwhile is caught up with, and readers are switched at one moment. Memory does not grow with the log. A part that is
/// written is recorded as done in the same transaction, so a rebuild that was broken off goes on where it was.
/// </summary>
internal sealed class Rebuilder(IStorage storage, EventReader reader, TimeProvider time)
{
    private const int AtOnce = 2;
    private const int LeastParts = 8;
    private const int MostParts = 1_024;
    private const int EventsInPart = 25_000;
    private const int StalePage = 500;
    private const int CatchUpBatch = 2_000;
    private const long CatchUpMemory = 32L * 1024 * 1024;
    private const int MostCatchUps = 20;
    private const int MostSamples = 5;

    public async Task<RebuildReport> BuildAsync(
        ICustomerProjection view, ViewTable table, AsyncFold? follow, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        var work = new Work($"rebuild {view.Name}", progress);
        var rows = 0L;
        var built = await FoldPartsAsync(table, cases: false, follow, options.Fresh, work, (snapshot, part, scope, counted, stop) =>
        {
            var folded = FoldRangeAsync(view, snapshot, part.Range, scope, counted, stop).Select(row =>
            {
                Interlocked.Increment(ref rows);
                return row;
            });
            return storage.WritePartAsync(table, part.Number, states: false, folded, () => new PartDone(counted.Done, [], [.. scope.Parked]), stop);
        }, ct);
        if (follow is not null && await NextPositionAsync(table, ct) is null)
            await storage.JoinPartsAsync(table, AsyncEnumerable.Empty<ViewWrite>(), built.Settled!.Value, ct);
        return await FinishAsync(view, table, follow, options.Shadow, new RebuildReport(table.Name, built.Events, Interlocked.Read(ref rows), false, built.Resumed, null), ct);
    }

    public async Task<RebuildReport> BuildAsync(AggregateFold fold, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        var (view, table) = (fold.View, fold.Table);
        var work = new Work($"rebuild {view.Name}", progress);
        var rows = 0L;
        var built = await FoldPartsAsync(table, fold.ByCase, fold, options.Fresh, work, (snapshot, part, scope, counted, stop) =>
        {
            var sums = new RowDeltas(view);
            return storage.WritePartAsync(
                table, part.Number, states: true, FoldGroupsAsync(fold, snapshot, part.Range, scope, sums, counted, stop),
                () => new PartDone(counted.Done, [.. sums.All.Select(sum => new ViewWrite(sum.Key.Tenant, sum.Key.Key, view.WriteRow(sum.Value), 0))], [.. scope.Parked]), stop);
        }, ct);
        if (await NextPositionAsync(table, ct) is null)
            await storage.JoinPartsAsync(table, JoinAsync(view, table, built.Settled!.Value, () => rows++, ct), built.Settled.Value, ct);
        return await FinishAsync(null, table, fold, options.Shadow, new RebuildReport(table.Name, built.Events, rows, false, built.Resumed, null), ct);
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

    /// <summary>
    /// Folds the parts that are not done yet, some at a time. A part that an earlier run did from an older moment is brought up to date
    /// like everything that was appended since: by the version of its streams, or from the position that all parts were folded up to.
    /// </summary>
    private async Task<(long? Settled, long Events, long Resumed)> FoldPartsAsync(
        ViewTable table, bool cases, AsyncFold? follow, bool fresh, Work work,
        Func<ISnapshot, RebuildPart, FoldScope, Work, CancellationToken, Task> fold, CancellationToken ct)
    {
        var parts = await storage.BeginRebuildAsync(table, fresh, ct);
        var settled = parts.Count > 0 ? parts[0].UpTo : follow is not null ? await SettledPositionAsync(ct) : (long?)null;
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        work.Total = await snapshot.CountEventsAsync(ct);
        if (parts.Count == 0)
        {
            var ranges = await snapshot.SplitAsync(cases, (int)Math.Clamp(work.Total / EventsInPart, LeastParts, MostParts), ct);
            parts = [.. ranges.Select((range, number) => new RebuildPart(number, range, settled, null))];
            await storage.PlanRebuildAsync(table, parts, ct);
        }
        // Nothing is skipped while a next generation is there, so a later run leaves out what the first one did.
        var scope = follow is null ? FoldScope.Inline : await FoldScope.OfRebuildAsync(snapshot, follow, settled!.Value, time, ct);
        var resumed = parts.Sum(part => part.Events ?? 0);
        work.StartAt(resumed);
        var events = 0L;
        await Parallel.ForEachAsync(
            parts.Where(part => part.Events is null), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (part, stop) =>
            {
                var counted = work.Part();
                await fold(snapshot, part, scope.Part(), counted, stop);
                Interlocked.Add(ref events, counted.Done);
                work.Report();
            });
        return (settled, events, resumed);
    }

    /// <summary>Rows from what the parts add to them.</summary>
    private async IAsyncEnumerable<ViewWrite> JoinAsync(
        IAggregateProjection view, ViewTable table, long position, Action joined, [EnumeratorCancellation] CancellationToken ct)
    {
        (GroupKey Key, object Row)? current = null;
        await foreach (var sum in storage.ReadPartSumsAsync(table, ct))
        {
            var key = new GroupKey(sum.Tenant, sum.Key);
            if (current is { } done && done.Key != key)
            {
                if (Write(done) is { } row) yield return row;
                current = null;
            }
            current = (key, view.Add(current?.Row, view.ReadRow(sum.Json)));
        }
        if (current is { } last && Write(last) is { } end) yield return end;

        ViewWrite? Write((GroupKey Key, object Row) done)
        {
            if (view.IsEmpty(done.Row)) return null;
            joined();
            return new ViewWrite(done.Key.Tenant, done.Key.Key, view.WriteRow(done.Row), position);
        }
    }

    private async Task<long?> NextPositionAsync(ViewTable table, CancellationToken ct) =>
        (await storage.ReadProgressAsync(ct)).FirstOrDefault(p => p.Projection == table.Name && p.Generation == Generation.Next)?.Position is { } position and >= 0
            ? position
            : null;

    private async Task<RebuildReport> FinishAsync(
        ICustomerProjection? view, ViewTable table, AsyncFold? follow, bool shadow, RebuildReport report, CancellationToken ct)
    {
        // Asked of the storage: parts that an earlier run did may have parked as well.
        var parked = follow is null ? NextParked.None : await storage.ReadNextParkedAsync(table, MostSamples, ct);
        report = report with { Parked = parked.Count, ParkedSamples = [.. parked.First.Select(ParkedNote.Of)] };
        if (!shadow)
        {
            await PromoteAsync(view, table, follow, ct);
            return report with { Promoted = true };
        }
        if (follow is null) await CatchUpAsync(view!, table, ct);
        else await CatchUpAsync(follow, ct);
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var comparison = new Comparison(table.Name, json => json);
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            snapshot.ReadRowsAsync(table, Generation.Next, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)), ct);
        await storage.EndRebuildAsync(table, ct);
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
}
