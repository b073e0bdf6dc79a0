using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Replay;

/// <summary>
/// One pass over the log for all views of a rebuild that are cut at the same groups: every event is read once. Parts are folded some at a time; a
/// part
/// that a view has already, from an earlier run, is folded for the others only. Memory does not grow with the log.
/// </summary>
internal sealed class RebuildPass(Database storage, EventReader reader, TimeProvider time)
{
    private const int AtOnce = 2;

    private readonly RangeFold range = new(reader);

    /// <summary>Folds the parts that are not done yet.</summary>
    /// <param name="builds">The views.</param>
    /// <param name="events">How many events the log has, for the progress.</param>
    /// <param name="progress">Takes the progress.</param>
    /// <param name="ct">Ends it; parts that are done stay done.</param>
    public async Task RunAsync(IReadOnlyList<ViewBuild> builds, long events, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        var parts = builds[0].Parts.ToLookup(part => builds.Any(build => build.Lacks(part)));
        if (!parts[true].Any()) return;
        await using var snapshot = await storage.OpenSnapshotAsync(ct);
        var scopes = new FoldScope[builds.Count];
        // Nothing is skipped while a next generation is there, so a later run leaves out what the first one did.
        for (var i = 0; i < scopes.Length; i++)
            scopes[i] = builds[i].View.Follow is { } follow ? await FoldScope.OfRebuildAsync(snapshot, follow, builds[i].UpTo!.Value, time, ct)
                : FoldScope.Inline;
        var work = new Work($"rebuild {string.Join(", ", builds.Select(build => build.Table.Name))}", progress) { Total = events };
        work.StartAt(parts[false].Sum(part => part.Events!.Value));
        await Parallel.ForEachAsync(parts[true], new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (part, stop) =>
        {
            int[] lacking = [.. Enumerable.Range(0, builds.Count).Where(i => builds[i].Lacks(part))];
            await FoldPartAsync(Array.ConvertAll(lacking, i => builds[i]), Array.ConvertAll(lacking, i => scopes[i].Part()), snapshot, part, work,
                stop);
            work.Report();
        });
    }

    private async Task FoldPartAsync(
        IReadOnlyList<ViewBuild> builds, IReadOnlyList<FoldScope> scopes, Snapshot snapshot, RebuildPart part, Work work, CancellationToken ct)
    {
        GroupFold[] folds = [.. builds.Zip(scopes, (build, scope) => build.View.Begin(scope))];
        await using var writer = await storage.OpenPartAsync(part.Number, ct);
        await using (var rows = new PartRows(writer, [.. builds.Select(build => build.Table)]))
        {
            await foreach (var (view, row) in range.RunAsync(folds, snapshot, part.Range, builds[0].View.ByCase, work, ct)) await rows.AddAsync(view,
                row, ct);
            await rows.FlushAsync(ct);
        }
        for (var i = 0; i < folds.Length; i++)
            await writer.MarkDoneAsync(builds[i].Table, new PartDone(folds[i].Events, folds[i].WriteSums(), [.. folds[i].Scope.Parked]), ct);
        await writer.CommitAsync(ct);
        for (var i = 0; i < folds.Length; i++)
        {
            builds[i].Folded(folds[i].Events);
            // Of a view across customers, these are states; its rows come of all parts together.
            if (builds[i].View.Aggregate is null) builds[i].Wrote(folds[i].Rows);
        }
    }
}
