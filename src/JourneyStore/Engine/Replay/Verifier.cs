using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Replay;

/// <summary>Folds the log again, as of one moment, and compares with what is stored; appends go on meanwhile.</summary>
internal sealed class Verifier(Database storage, RangeFold range, TimeProvider time)
{
    private const int Parts = 2;

    public async Task<ViewReport> CompareAsync(FoldedView view, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var scope = view.Follow is null ? FoldScope.Inline : await FoldScope.OfRowsInUseAsync(snapshot, view.Follow, time, ct);
        var work = new Work($"verify {view.Table.Name}", progress) { Total = await snapshot.CountEventsAsync(ct) };
        var ranges = await snapshot.SplitAsync(view.ByCase, Parts, ct);
        var report = view.Aggregate is { } aggregate
            ? await CompareAsync(view, aggregate, snapshot, ranges, scope, work, ct)
            : await CompareAsync(view, view.Customer!, snapshot, ranges, scope, work, ct);
        work.Report();
        return ReportOf(report, scope);
    }

    private async Task<ViewReport> CompareAsync(
        FoldedView view, ICustomerProjection customer, Snapshot snapshot, IReadOnlyList<KeyRange> ranges, FoldScope scope, Work work,
        CancellationToken ct)
    {
        var reports = new ViewReport[ranges.Count];
        var unsettled = view.Follow is null ? await snapshot.ReadUnsettledAsync(ct) : [];
        await Parallel.ForEachAsync(Enumerable.Range(0, ranges.Count), new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct },
            async (i, stop) =>
        {
            var comparison = new Comparison(customer.Name, json => customer.Write(customer.Read(json)));
            await comparison.RunAsync(
                snapshot.ReadRowsAsync(view.Table, Generation.Living, ranges[i], stop).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json))
                    .Where(row => !unsettled.Contains(row.Item1)),
                range.RunAsync([view.Begin(scope)], snapshot, ranges[i], cases: false, work, stop)
                    .Select(folded => (new GroupKey(folded.Row.Tenant, folded.Row.Key), folded.Row.Json))
                    .Where(row => !unsettled.Contains(row.Item1)), stop);
            reports[i] = comparison.Report;
        });
        return new ViewReport(customer.Name, reports.Sum(r => r.Rows), reports.Sum(r => r.Different), [.. reports.SelectMany(r => r.Samples).Take(5)])
        {
            Unsettled = unsettled.Count,
        };
    }

    private async Task<ViewReport> CompareAsync(
        FoldedView view, IAggregateProjection aggregate, Snapshot snapshot, IReadOnlyList<KeyRange> ranges, FoldScope scope, Work work,
        CancellationToken ct)
    {
        var sums = new RowDeltas(aggregate);
        await Parallel.ForEachAsync(ranges, new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = ct }, async (part, stop) =>
        {
            var fold = new AggregateStateFold(aggregate, scope);
            await foreach (var _ in range.RunAsync([fold], snapshot, part, view.ByCase, work, stop)) { }
            lock (sums) sums.Add(fold.Sums);
        });
        var comparison = new Comparison(aggregate.Name, json => aggregate.WriteRow(aggregate.ReadRow(json)));
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(view.Table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            sums.All.Where(pair => !aggregate.IsEmpty(pair.Value)).Select(pair => (pair.Key, aggregate.WriteRow(pair.Value)))
                .ToAsyncEnumerable(), ct);
        return comparison.Report;
    }

    private static ViewReport ReportOf(ViewReport report, FoldScope scope) => report with
    {
        Parked = scope.Waiting.Count,
        ParkedSamples = [.. scope.Waiting.OrderBy(parked => parked.Position).Take(5).Select(ParkedNote.Of)],
        Unfoldable = [.. scope.Parked.OrderBy(parked => parked.Position).Take(5).Select(ParkedNote.Of)],
    };
}
