using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>Folds the log again, as of one moment, and compares with what is stored; appends go on meanwhile.</summary>
internal sealed class Verifier(IStorage storage, Rebuilder rebuilder, TimeProvider time)
{
    private const int Parts = 2;

    public async Task<ViewReport> CompareAsync(
        ICustomerProjection view, ViewTable table, CustomerViewFold? fold, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var scope = fold is null ? FoldScope.Inline : await FoldScope.OfRowsInUseAsync(snapshot, fold, time, ct);
        var work = new Work($"verify {view.Name}", progress) { Total = await snapshot.CountEventsAsync(ct) };
        var ranges = await snapshot.SplitAsync(cases: false, Parts, ct);
        var reports = new ViewReport[ranges.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, ranges.Count), new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (i, stop) =>
        {
            var comparison = new Comparison(view.Name, json => view.Write(view.Read(json)));
            await comparison.RunAsync(
                snapshot.ReadRowsAsync(table, Generation.Living, ranges[i], stop).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
                rebuilder.FoldRangeAsync(view, snapshot, ranges[i], scope, work, stop).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)), stop);
            reports[i] = comparison.Report;
        });
        return ReportOf(new ViewReport(view.Name, reports.Sum(r => r.Rows), reports.Sum(r => r.Different), [.. reports.SelectMany(r => r.Samples).Take(5)]), scope);
    }

    public async Task<ViewReport> CompareAsync(AggregateFold fold, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var scope = await FoldScope.OfRowsInUseAsync(snapshot, fold, time, ct);
        var work = new Work($"verify {fold.View.Name}", progress) { Total = await snapshot.CountEventsAsync(ct) };
        var sums = new RowDeltas(fold.View);
        await Parallel.ForEachAsync(
            await snapshot.SplitAsync(fold.ByCase, Parts, ct), new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (range, stop) =>
            {
                var part = new RowDeltas(fold.View);
                await foreach (var _ in rebuilder.FoldGroupsAsync(fold, snapshot, range, scope, part, work, stop)) { }
                lock (sums) sums.Add(part);
            });
        var comparison = new Comparison(fold.View.Name, json => fold.View.WriteRow(fold.View.ReadRow(json)));
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(fold.Table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            sums.All.Where(pair => !fold.View.IsEmpty(pair.Value)).Select(pair => (pair.Key, fold.View.WriteRow(pair.Value))).ToAsyncEnumerable(), ct);
        return ReportOf(comparison.Report, scope);
    }

    private static ViewReport ReportOf(ViewReport report, FoldScope scope) => report with
    {
        Parked = scope.Waiting.Count,
        ParkedSamples = [.. scope.Waiting.OrderBy(parked => parked.Position).Take(5).Select(ParkedNote.Of)],
        Unfoldable = [.. scope.Parked.OrderBy(parked => parked.Position).Take(5).Select(ParkedNote.Of)],
    };
}
