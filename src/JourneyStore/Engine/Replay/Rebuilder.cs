using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay.Diff;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>
/// Builds read models anew beside those in use: the log is read at one moment, in ranges of groups, once for all views that fold over the same
/// groups, folded and written in bulk; then what was appended meanwhile is caught up with, and readers are switched view by view. A part that is
/// written is recorded as done in the same transaction, so a rebuild that was broken off goes on where it was.
/// </summary>
internal sealed class Rebuilder(Database storage, EventReader reader, TimeProvider time, DecisionComparisons decisions)
{
    private const int LeastParts = 8;
    private const int MostParts = 1_024;
    private const int EventsInPart = 25_000;
    private const int SwitchedAtOnce = 2;
    private const int MostSamples = 5;

    private readonly RebuildPass pass = new(storage, reader, time);
    private readonly Promotion promotion = new(storage, reader, time);

    /// <summary>Builds views, and puts them into use when all of them are there: broken off before that, none has to be begun anew.</summary>
    public async Task<IReadOnlyList<RebuildReport>> BuildAsync(
        IReadOnlyList<FoldedView> views, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        var (builds, events) = await PlanAsync(views, options.Fresh, ct);
        foreach (var together in Passes(builds))
        {
            await pass.RunAsync(together, events, progress, ct);
            foreach (var build in together.Where(build => build.View.Follow is not null)) await JoinAsync(build, ct);
        }
        var reports = new RebuildReport[builds.Count];
        // Comparing a shadow takes several connections, a switch takes one.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, builds.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Shadow ? 1 : SwitchedAtOnce, CancellationToken = ct },
            async (i, stop) => reports[i] = await FinishAsync(builds[i], options.Shadow, stop));
        return reports;
    }

    /// <summary>
    /// A position up to which no event can appear any more: the highest one visible, once every transaction that was alive when it was
    /// seen has ended. Proved by transaction ids; the clock only paces the questions.
    /// </summary>
    private async Task<long> SettledPositionAsync(CancellationToken ct)
    {
        var highest = await storage.ReadHighestPositionAsync(ct);
        var bound = await storage.DrawTransactionAsync(ct);
        while ((await storage.ReadLogAsync(highest, 1, ct)).OldestRunning < bound) await Task.Delay(TimeSpan.FromMilliseconds(20), time, ct);
        return highest;
    }

    /// <summary>
    /// The parts of each view, and how many events there are. A part that an earlier run did from an older moment is brought up to date like
    /// everything that
    /// was appended since: by the version of its streams, or from the position that all parts were folded up to.
    /// </summary>
    private async Task<(IReadOnlyList<ViewBuild> Builds, long Events)> PlanAsync(IReadOnlyList<FoldedView> views, bool fresh, CancellationToken ct)
    {
        var parts = new IReadOnlyList<RebuildPart>[views.Count];
        for (var i = 0; i < parts.Length; i++) parts[i] = await storage.BeginRebuildAsync(views[i].Table, fresh, ct);
        int[] anew = [.. Enumerable.Range(0, views.Count).Where(i => parts[i].Count == 0)];
        var settled = anew.Any(i => views[i].Follow is not null) ? await SettledPositionAsync(ct) : (long?)null;
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var events = await snapshot.CountEventsAsync(ct);
        foreach (var together in anew.GroupBy(i => views[i].ByCase))
        {
            var ranges = await snapshot.SplitAsync(together.Key, (int)Math.Clamp(events / EventsInPart, LeastParts, MostParts), ct);
            foreach (var i in together)
            {
                var upTo = views[i].Follow is null ? null : settled;
                parts[i] = [.. ranges.Select((range, number) => new RebuildPart(number, range, upTo, null))];
                await storage.PlanRebuildAsync(views[i].Table, parts[i], ct);
            }
        }
        return ([.. views.Zip(parts, (view, own) => new ViewBuild(view, own))], events);
    }

    private static List<List<ViewBuild>> Passes(IEnumerable<ViewBuild> builds)
    {
        var passes = new List<List<ViewBuild>>();
        foreach (var build in builds)
        {
            if (passes.Find(other => other[0].GoesWith(build)) is { } same) same.Add(build);
            else passes.Add([build]);
        }
        return passes;
    }

    /// <summary>Completes the next generation of an async view; its progress says so, so it is done once.</summary>
    private async Task JoinAsync(ViewBuild build, CancellationToken ct)
    {
        var next = (await storage.ReadProgressAsync(ct)).FirstOrDefault(p => p.Projection == build.Table.Name && p.Generation == Generation.Next);
        if (next is { Position: >= 0 }) return;
        var upTo = build.UpTo!.Value;
        var rows = build.View.Aggregate is { } view ? SumUpAsync(view, build, upTo, ct) : AsyncEnumerable.Empty<ViewWrite>();
        await storage.JoinPartsAsync(build.Table, rows, upTo, ct);
    }

    /// <summary>Rows from what the parts add to them.</summary>
    private async IAsyncEnumerable<ViewWrite> SumUpAsync(IAggregateProjection view, ViewBuild build, long position,
        [EnumeratorCancellation] CancellationToken ct)
    {
        (GroupKey Key, object Row)? current = null;
        await foreach (var sum in storage.ReadPartSumsAsync(build.Table, ct))
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
            build.Wrote(1);
            return new ViewWrite(done.Key.Tenant, done.Key.Key, view.WriteRow(done.Row), position);
        }
    }

    private async Task<RebuildReport> FinishAsync(ViewBuild build, bool shadow, CancellationToken ct)
    {
        var (view, table) = (build.View, build.Table);
        // Asked of the storage: parts that an earlier run did may have parked as well.
        var parked = view.Follow is null ? NextParked.None : await storage.ReadNextParkedAsync(table, MostSamples, ct);
        var report = new RebuildReport(table.Name, build.Events, build.Rows, Promoted: !shadow, build.Resumed, null)
        {
            Parked = parked.Count, ParkedSamples = [.. parked.First.Select(ParkedNote.Of)],
        };
        if (!shadow)
        {
            await promotion.PromoteAsync(view, ct);
            return report;
        }
        await promotion.CatchUpAsync(view, ct);
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var comparison = new Comparison(table.Name, json => json, new DiffSummary(table.RankedBy), decisions.Of(table));
        await comparison.RunAsync(
            snapshot.ReadRowsAsync(table, Generation.Living, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)),
            snapshot.ReadRowsAsync(table, Generation.Next, null, ct).Select(row => (new GroupKey(row.Tenant, row.Key), row.Json)), ct);
        await storage.EndRebuildAsync(table, ct);
        return report with { Differences = comparison.Report };
    }
}
