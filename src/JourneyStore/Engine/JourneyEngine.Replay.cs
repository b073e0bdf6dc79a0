using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine;

// Read models folded again from the log.
public sealed partial class JourneyEngine
{
    /// <summary>Rebuilds a read model beside the one in use, then switches to it (or, as a shadow, leaves it beside).</summary>
    /// <exception cref="NotFoundException">No such view.</exception>
    public Task<RebuildReport> RebuildAsync(string view, bool shadow, IProgress<WorkProgress>? progress, CancellationToken ct) =>
        RebuildAsync(view, new RebuildOptions(Shadow: shadow), progress, ct);

    /// <summary>Rebuilds a read model; goes on with a rebuild that was broken off, unless a fresh one is asked for.</summary>
    /// <exception cref="NotFoundException">No such view.</exception>
    /// <exception cref="StoreException">Code <c>rebuild-met</c>: another rebuild of the view is at work.</exception>
    public async Task<RebuildReport> RebuildAsync(string view, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct) =>
        (await RebuildAsync([view], options, progress, ct))[0];

    /// <summary>
    /// Rebuilds read models together: the log is read once for all that fold over customers and once for all that fold over cases, and each is put
    /// into use
    /// (or left beside) when all are there. Goes on with what was broken off, unless a fresh rebuild is asked for.
    /// </summary>
    /// <param name="names">The views; null: all.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Takes the progress; null: nobody asks.</param>
    /// <param name="ct">Ends it; the same call goes on later.</param>
    /// <returns>One report a view, in the order in which they were named.</returns>
    /// <exception cref="NotFoundException">No such view.</exception>
    /// <exception cref="StoreException">Code <c>rebuild-met</c>: another rebuild of one of the views is at work; none is begun then.</exception>
    public Task<IReadOnlyList<RebuildReport>> RebuildAsync(
        IReadOnlyList<string>? names, RebuildOptions options, IProgress<WorkProgress>? progress, CancellationToken ct) =>
        Knowing(() =>
            replayer.RebuildAsync([.. (names ?? [.. Views.Select(view => view.Name)]).Distinct().Select(viewReader.Table)], options, progress, ct));

    /// <summary>Folds one customer's rows anew from the log, while the store serves. All inline views go together.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="names">The views; null: all that have a row a customer.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NotFoundException">No such view or customer.</exception>
    /// <exception cref="StoreException">Codes <c>whole-view-only</c>: a named view adds up all customers; <c>cannot-be-folded</c>: an event that a
    /// view does not take.</exception>
    public Task<CustomerRebuildReport> RebuildCustomerAsync(string tenant, CustomerRef customer, IReadOnlyList<string>? names,
        CancellationToken ct) => Knowing(async () =>
    {
        var tables = names?.Select(viewReader.Table).ToArray();
        var id = await storage.ResolveAsync(tenant, customer, ct) ?? throw CustomerReader.Unknown(customer);
        return await customerRebuild.RunAsync(new CustomerKey(tenant, id), tables, ct);
    });

    /// <summary>Puts a shadow into use.</summary>
    /// <exception cref="NotFoundException">No such view, or no shadow of it.</exception>
    public Task<RebuildReport> PromoteAsync(string view, CancellationToken ct) => Knowing(() => replayer.PromoteAsync(viewReader.Table(view), ct));

    /// <summary>Throws a shadow away.</summary>
    /// <exception cref="NotFoundException">No such view, or no shadow of it.</exception>
    public Task DiscardAsync(string view, CancellationToken ct) => replayer.DiscardAsync(viewReader.Table(view), ct);

    /// <summary>Takes a view of which no process has the code any more out of the store's books, so that processes without it write again. Its rows
    /// stay where they are.</summary>
    /// <exception cref="NotFoundException">The store has no such view.</exception>
    /// <exception cref="StoreException">Code <c>view-in-use</c>: this process has its code.</exception>
    public async Task ForgetAsync(string view, CancellationToken ct)
    {
        if (views.Tables.ContainsKey(view))
            throw new StoreException("view-in-use", $"A view of which no process has the code any more was expected; {view} is among the rooms of this one. Take its code away first.");
        if (!await storage.ForgetViewAsync(view, ct)) throw new NotFoundException("unknown-view", $"The store has no view '{view}'.");
    }

    /// <summary>
    /// Folds the log again and compares. Null: all views. Waits first until late events are folded, as long as their customers become fewer; those
    /// that are left are not compared, and the report says so.
    /// </summary>
    /// <exception cref="NotFoundException">No such view.</exception>
    public async Task<VerifyReport> VerifyAsync(IReadOnlyList<string>? names, IProgress<WorkProgress>? progress, CancellationToken ct)
    {
        ViewTable[] tables = [.. (names ?? [.. views.Tables.Keys]).Select(viewReader.Table)];
        var left = await settler.WaitAsync(options.Order.Patience, ct);
        return (await replayer.VerifyAsync(tables, progress, ct)).LeavingOut(left);
    }
}
