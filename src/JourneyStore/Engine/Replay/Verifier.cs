using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>Folds the log again, as of one moment, and compares with what is stored; appends go on meanwhile.</summary>
internal sealed class Verifier(IStorage storage, Rebuilder rebuilder)
{
    private const int Parts = 2;

    public async Task<ViewReport> CompareAsync(ICustomerProjection view, ViewTable table, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var upTo = table.Async ? (await PositionAsync(snapshot, table, ct)) : (long?)null;
        var work = new Work($"verify {view.Name}", progress) { Total = await snapshot.CountEventsAsync(ct) };
        var ranges = await snapshot.SplitAsync(cases: false, Parts, ct);
        var reports = new ViewReport[ranges.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, ranges.Count), new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (i, stop) =>
        {
            var comparison = new Comparison(view.Name, json => view.Write(view.Read(json)));
            await comparison.RunAsync(
                snapshot.ReadRowsAsync(table, Generation.Living, ranges[i], stop).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
                rebuilder.FoldRangeAsync(view, snapshot, ranges[i], upTo, work, stop).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)), stop);
            reports[i] = comparison.Report;
        });
        return new ViewReport(view.Name, reports.Sum(r => r.Rows), reports.Sum(r => r.Different), [.. reports.SelectMany(r => r.Samples).Take(5)]);
    }

    public async Task<ViewReport> CompareAsync(AggregateFold fold, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var upTo = await PositionAsync(snapshot, fold.Table, ct);
        var work = new Work($"verify {fold.View.Name}", progress) { Total = await snapshot.CountEventsAsync(ct) };
        var sums = new RowDeltas(fold.View);
        await Parallel.ForEachAsync(
            await snapshot.SplitAsync(fold.ByCase, Parts, ct), new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (range, stop) =>
            {
                var part = new RowDeltas(fold.View);
                await foreach (var _ in rebuilder.FoldGroupsAsync(fold, snapshot, range, upTo, part, work, stop)) { }
                lock (sums)
                    foreach (var (key, delta) in part.All) sums.Add(key.Tenant, key.Key, delta);
            });
        var comparison = new Comparison(fold.View.Name, json => fold.View.WriteRow(fold.View.ReadRow(json)));
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(fold.Table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            sums.All.Where(pair => !fold.View.IsEmpty(pair.Value)).Select(pair => (pair.Key, fold.View.WriteRow(pair.Value))).ToAsyncEnumerable(), ct);
        return comparison.Report;
    }

    private static async Task<long> PositionAsync(ISnapshot snapshot, ViewTable table, CancellationToken ct) =>
        (await snapshot.ReadProgressAsync(ct)).First(p => p.Projection == table.Name && p.Generation == Generation.Living).Position;
}
