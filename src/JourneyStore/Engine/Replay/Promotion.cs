using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>Brings a next generation that is complete up to date with what was appended since, and puts it into use.</summary>
internal sealed class Promotion(Database storage, EventReader reader, TimeProvider time)
{
    private const int StalePage = 500;
    private const int CatchUpBatch = 2_000;
    private const long CatchUpMemory = 32L * 1024 * 1024;
    private const int MostCatchUps = 20;

    /// <summary>Readers see it from one moment on.</summary>
    public async Task PromoteAsync(FoldedView view, CancellationToken ct)
    {
        if (view.Follow is null)
        {
            await CatchUpAsync(view, ct);
            await storage.PromoteInlineAsync(view.Table, async session =>
            {
                while (await session.ReadStaleAsync(StalePage, ct) is { Count: > 0 } stale)
                    await session.WriteAsync(await RefoldAsync(view.Customer!, stale, session.ReadHistoryAsync, ct), ct);
                await session.DropJoinedAsync(ct);
            }, ct);
            return;
        }
        for (var tries = 1; ; tries++)
        {
            await CatchUpAsync(view, ct);
            if (await storage.PromoteAsyncViewAsync(view.Table, evenBehind: tries >= MostCatchUps, ct)) return;
        }
    }

    /// <summary>Folds what was appended since; what comes meanwhile is left.</summary>
    public Task CatchUpAsync(FoldedView view, CancellationToken ct) =>
        view.Follow is { } follow ? CatchUpAsync(follow, ct) : CatchUpAsync(view.Customer!, view.Table, ct);

    private async Task CatchUpAsync(ICustomerProjection view, ViewTable table, CancellationToken ct)
    {
        // The last few are brought up to date while appends wait; here they need not wait.
        for (var rounds = 0; rounds < MostCatchUps; rounds++)
        {
            var stale = await storage.ReadStaleAsync(table, StalePage, ct);
            if (stale.Count > 0) await storage.UpsertNextAsync(table, await RefoldAsync(view, stale, storage.ReadHistoryAsync, ct), ct);
            if (stale.Count < StalePage)
            {
                await storage.DropJoinedNextAsync(table, ct);
                return;
            }
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
            if (!await follow.CommitAsync(storage, Generation.Next, new FoldBatch(events, position, to, time.GetUtcNow()), memory, ct))
                throw new Errors.StoreException("rebuild-met", $"Another rebuild of '{follow.Table.Name}' is at work.");
            position = to;
        }
    }

    private async Task<IReadOnlyList<ViewWrite>> RefoldAsync(
        ICustomerProjection view, IReadOnlyList<CustomerKey> customers, Func<HistoryQuery, CancellationToken, Task<IReadOnlyList<StoredEvent>>> read,
        CancellationToken ct)
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
                foreach (var stored in page) version = Math.Max(version, stored.Version);
                if (page.Count < CatchUpBatch) break;
                query = query with { After = page[^1].Place };
            }
            rows.Add(new ViewWrite(customer.Tenant, customer.Customer, view.Write(row), version));
        }
        return rows;
    }
}
