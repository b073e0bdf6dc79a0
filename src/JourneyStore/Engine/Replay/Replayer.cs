using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>Rebuilds and verifies views of every kind by name.</summary>
internal sealed class Replayer
{
    private readonly ViewSet views;
    private readonly IStorage storage;
    private readonly Rebuilder rebuilder;
    private readonly Verifier verifier;

    public Replayer(ViewSet views, IStorage storage, EventReader reader, TimeProvider time)
    {
        (this.views, this.storage) = (views, storage);
        rebuilder = new Rebuilder(storage, reader, time);
        verifier = new Verifier(storage, rebuilder, time);
    }

    public async Task<RebuildReport> RebuildAsync(ViewTable table, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        await using var owned = await OwnAsync(table, ct);
        return Follow(table) switch
        {
            null => await rebuilder.BuildAsync(Inline(table), table, null, options, progress, ct),
            CustomerViewFold customer => await rebuilder.BuildAsync(customer.View, table, customer, options, progress, ct),
            AggregateFold aggregate => await rebuilder.BuildAsync(aggregate, options, progress, ct),
            var other => throw new InvalidOperationException($"{other.GetType()} cannot be rebuilt."),
        };
    }

    /// <summary>
    /// Builds a view that has folded nothing yet, or goes on where that was broken off; unless somebody is about it already: a rebuild that is
    /// at work, or a shadow that somebody made to look at.
    /// </summary>
    /// <returns>False: nothing was done.</returns>
    public async Task<bool> BuildFirstAsync(ViewTable table, CancellationToken ct)
    {
        var progress = (await storage.ReadProgressAsync(ct)).Where(p => p.Projection == table.Name).ToArray();
        if (progress.Any(p => p.Generation == Generation.Living && p.Shards.Any(position => position > 0))) return false;
        if (progress.Any(p => p.Generation == Generation.Next) && (await storage.ReadPartsAsync(table, ct)).Count == 0) return false;
        try
        {
            await RebuildAsync(table, new RebuildOptions(), null, ct);
            return true;
        }
        catch (StoreException met) when (met.Code == "rebuild-met")
        {
            return false;
        }
    }

    public async Task<RebuildReport> PromoteAsync(ViewTable table, CancellationToken ct)
    {
        await using var owned = await OwnAsync(table, ct);
        await RequireShadowAsync(table, ct);
        if ((await storage.ReadPartsAsync(table, ct)).Count > 0)
            throw new StoreException("shadow-unfinished", $"The rebuild of '{table.Name}' was broken off before its end; rebuild {table.Name} goes on with it, discard {table.Name} throws it away.");
        var follow = Follow(table);
        await rebuilder.PromoteAsync(follow is null ? Inline(table) : null, table, follow, ct);
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
        foreach (var table in tables)
            reports.Add(Follow(table) switch
            {
                null => await verifier.CompareAsync(Inline(table), table, null, progress, ct),
                CustomerViewFold customer => await verifier.CompareAsync(customer.View, table, customer, progress, ct),
                AggregateFold aggregate => await verifier.CompareAsync(aggregate, progress, ct),
                var other => throw new InvalidOperationException($"{other.GetType()} cannot be verified."),
            });
        return new VerifyReport(reports, await storage.CheckLogAsync(ct));
    }

    private AsyncFold? Follow(ViewTable table) => views.Async.FirstOrDefault(fold => fold.Table.Name == table.Name);

    private ICustomerProjection Inline(ViewTable table) => views.Inline.All.First(view => view.Name == table.Name);

    /// <summary>One rebuild of a view at a time, in whatever process; ends with the process.</summary>
    private async Task<IAsyncDisposable> OwnAsync(ViewTable table, CancellationToken ct) =>
        await storage.TryOwnRebuildAsync(table.Name, ct)
        ?? throw new StoreException("rebuild-met", $"Another rebuild of '{table.Name}' is at work; wait for its end, or stop it.");

    private async Task RequireShadowAsync(ViewTable table, CancellationToken ct)
    {
        if (!(await storage.ReadProgressAsync(ct)).Any(p => p.Projection == table.Name && p.Generation == Generation.Next))
            throw new NotFoundException("no-shadow", $"There is no shadow of '{table.Name}'; make one with rebuild {table.Name} --shadow.");
    }
}
