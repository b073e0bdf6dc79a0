using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay.Diff;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>Rebuilds and verifies views of every kind by name.</summary>
internal sealed class Replayer
{
    private readonly ViewSet views;
    private readonly Database storage;
    private readonly Rebuilder rebuilder;
    private readonly Promotion promotion;
    private readonly Verifier verifier;

    public Replayer(ViewSet views, Database storage, EventReader reader, TimeProvider time, IReadOnlyList<Policy> policies)
    {
        (this.views, this.storage) = (views, storage);
        rebuilder = new Rebuilder(storage, reader, time, new DecisionComparisons(policies, views, storage, time));
        promotion = new Promotion(storage, reader, time);
        verifier = new Verifier(storage, new RangeFold(reader), time);
    }

    /// <summary>Rebuilds views together, each of them once; all of them are owned before the first is begun.</summary>
    public async Task<IReadOnlyList<RebuildReport>> RebuildAsync(
        IReadOnlyList<ViewTable> tables, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var owned = new OwnedRebuilds(storage);
        foreach (var table in tables.OrderBy(table => table.Name, StringComparer.Ordinal))
            if (!await owned.TryAddAsync(table, ct)) throw Met(table);
        return await rebuilder.BuildAsync([.. tables.Select(FoldedOf)], options, progress, ct);
    }

    /// <summary>
    /// Builds the views that have folded nothing yet, together, or goes on where that was broken off; but no view that somebody is about
    /// already: a rebuild that is at work, or a shadow that somebody made to look at.
    /// </summary>
    /// <returns>Names of those that were built.</returns>
    public async Task<IReadOnlySet<string>> BuildFirstAsync(IProgress<WorkProgress>? working, CancellationToken ct)
    {
        var progress = await storage.ReadProgressAsync(ct);
        var first = new List<FoldedView>();
        // Stands until after the views are let go of, which is after they are in use: whoever waited for them can rebuild them.
        await using var mark = await storage.MarkFirstBuildAsync(ct);
        await using var owned = new OwnedRebuilds(storage);
        foreach (var table in views.Tables.Values)
        {
            if (HasBegun(progress, table) || (HasNext(progress, table) && (await storage.ReadPartsAsync(table, ct)).Count == 0)) continue;
            if (await owned.TryAddAsync(table, ct)) first.Add(FoldedOf(table));
        }
        if (first.Count > 0) await rebuilder.BuildAsync(first, new RebuildOptions(), working, ct);
        return first.Select(view => view.Table.Name).ToHashSet();
    }

    /// <summary>Begins a load; null: inline views have rows to keep, or somebody is about one of them.</summary>
    public async Task<BulkLoad?> TryBeginLoadAsync(CancellationToken ct)
    {
        ViewTable[] inline = [.. views.Tables.Values.Where(table => !table.Async)];
        var owned = new OwnedRebuilds(storage);
        try
        {
            foreach (var table in inline)
                if (!await owned.TryAddAsync(table, ct)) return null;
            if (await storage.LeaveToBuildAsync(inline, ct) is not { } switches) return null;
            // What an earlier load's build has done would have to be caught up with, customer by customer.
            foreach (var table in inline) await storage.DiscardAsync(table, ct);
            var load = new BulkLoad(owned, switches);
            owned = null;
            return load;
        }
        finally
        {
            if (owned is not null) await owned.DisposeAsync();
        }
    }

    public async Task<RebuildReport> PromoteAsync(ViewTable table, CancellationToken ct)
    {
        await using var owned = await OwnAsync(table, ct);
        await RequireShadowAsync(table, ct);
        if ((await storage.ReadPartsAsync(table, ct)).Count > 0)
            throw new StoreException("shadow-unfinished", $"The rebuild of '{table.Name}' was broken off before its end; rebuild {table.Name} goes on with it, discard {table.Name} throws it away.");
        await promotion.PromoteAsync(FoldedOf(table), ct);
        return new RebuildReport(table.Name, 0, 0, Promoted: true, 0, null);
    }

    public async Task DiscardAsync(ViewTable table, CancellationToken ct)
    {
        await using var owned = await OwnAsync(table, ct);
        await RequireShadowAsync(table, ct);
        await storage.DiscardAsync(table, ct);
    }

    public async Task<VerifyReport> VerifyAsync(IReadOnlyList<ViewTable> tables, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        var reports = new List<ViewReport>(tables.Count);
        foreach (var table in tables) reports.Add(await verifier.CompareAsync(FoldedOf(table), progress, ct));
        return new VerifyReport(reports, await storage.CheckLogAsync(ct));
    }

    private FoldedView FoldedOf(ViewTable table) => views.Async.FirstOrDefault(fold => fold.Table.Name == table.Name) is { } follow
        ? FoldedView.Of(follow)
        : FoldedView.Of(views.Inline.All.First(view => view.Name == table.Name), table);

    private static bool HasBegun(IReadOnlyList<StoredProgress> progress, ViewTable table) => progress.Any(
        p => p.Projection == table.Name && p.Generation == Generation.Living && (table.Async ? p.Position > 0 : !p.IsToBuild));

    private static bool HasNext(IReadOnlyList<StoredProgress> progress, ViewTable table) =>
        progress.Any(p => p.Projection == table.Name && p.Generation == Generation.Next);

    /// <summary>One rebuild of a view at a time, in whatever process; ends with the process.</summary>
    private async Task<IAsyncDisposable> OwnAsync(ViewTable table, CancellationToken ct) =>
        await storage.TryOwnRebuildAsync(table.Name, ct) ?? throw Met(table);

    private static StoreException Met(ViewTable table) =>
        new("rebuild-met", $"Another rebuild of '{table.Name}' is at work; wait for its end, or stop it.");

    private async Task RequireShadowAsync(ViewTable table, CancellationToken ct)
    {
        if (!HasNext(await storage.ReadProgressAsync(ct), table))
            throw new NotFoundException("no-shadow", $"There is no shadow of '{table.Name}'; make one with rebuild {table.Name} --shadow.");
    }
}
