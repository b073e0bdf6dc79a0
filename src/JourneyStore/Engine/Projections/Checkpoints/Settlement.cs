using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;

namespace JourneyStore.Engine.Projections.Checkpoints;

/// <summary>
/// Folds one customer's history outside any append, page by page from the newest checkpoint before what is not folded, and puts the rows in while it
/// holds the stream. What was appended meanwhile in order is folded with it; what came late meanwhile is left for another round, so that each round
/// ends, and each brings the rows nearer. Nothing is written but by that one transaction: whoever is cut off has done nothing.
/// </summary>
/// <param name="storage">The database.</param>
/// <param name="all">The inline views.</param>
/// <param name="reader">Reads events.</param>
/// <param name="order">Sizes.</param>
/// <param name="time">The clock.</param>
/// <param name="putIn">Told when a customer has new rows.</param>
internal sealed class Settlement(
    Database storage, IReadOnlyList<ICustomerProjection> all, EventReader reader, OrderOptions order, TimeProvider time, Action<CustomerKey> putIn)
{
    // Of the time of one processor, beside appends: a fifth.
    private const int Rests = 4;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);

    private readonly CheckpointSpacing spacing = new(order.Distance, order.Each);
    private long appends;

    /// <summary>Called after each append of this process.</summary>
    public void Appended() => Interlocked.Increment(ref appends);

    /// <summary>One round for an unsettled customer; false: something came late meanwhile, so it takes another.</summary>
    public async Task<bool> SettleAsync(CustomerKey customer, CancellationToken ct)
    {
        if (await storage.PlanSettlementAsync(customer, ct) is not { Since: not null } plan) return true;
        return await RoundAsync(customer, plan, withRows: true, ct)
            ?? await RoundAsync(customer, plan with { Start = null }, withRows: true, ct)
            ?? false;
    }

    /// <summary>Folds all of a customer anew, whatever rows and checkpoints say, and puts it in.</summary>
    public async Task RefoldAsync(CustomerKey customer, CancellationToken ct)
    {
        while (await storage.PlanSettlementAsync(customer, ct) is { } plan
            && await RoundAsync(customer, plan with { Start = null }, withRows: true, ct) is not true)
            ct.ThrowIfCancellationRequested();
    }

    /// <summary>Makes the checkpoints of a customer who lacks a good part of them, because the rows were built in bulk or by other folds.</summary>
    public async Task<bool> MarkAsync(CustomerKey customer, CancellationToken ct)
    {
        if (await storage.PlanSettlementAsync(customer, ct) is { Since: null } plan && plan.Checkpoints <= spacing.Count(plan.Events) / 2)
            await RoundAsync(customer, plan with { Start = null }, withRows: false, ct);
        return true;
    }

    /// <returns>Whether all that is stored is folded; null: the checkpoint that it began from was not sound, and nothing is done.</returns>
    private async Task<bool?> RoundAsync(CustomerKey customer, SettlementPlan plan, bool withRows, CancellationToken ct)
    {
        var run = new SettlementRun(ViewsFold.From(all, customer.Customer, plan.Start, plan.Joined), spacing, plan);
        var query = HistoryQuery.Of(customer, plan.Start?.Place, order.SettlementPage, plan.LastPosition);
        var (began, before) = (time.GetTimestamp(), Volatile.Read(ref appends));
        while (true)
        {
            var page = await storage.ReadHistoryAsync(query, ct);
            foreach (var stored in page) run.Pass(reader.Read(stored));
            Telemetry.Refolded.Add(page.Count, Telemetry.InBackground);
            if (page.Count < query.Limit) break;
            query = query with { After = page[^1].Place };
            await RestAsync();
        }
        // An event went past the intake to a place before the checkpoint.
        if (plan.Start is not null && run.Views.Events != plan.Events) return null;
        while (!await TryPutInAsync(customer, plan, run, withRows, ct))
        {
            // Too much was appended meanwhile to be folded while the stream is held.
            var page = await storage.ReadStreamAsync(customer.Tenant, customer.Customer, run.Seen + 1, forwards: true, order.SettlementPage, ct);
            run.GoOn(page.Select(stored => reader.Read(stored)));
        }
        await RestAsync();
        return run.Late is null && run.IsPutIn;

        // Whoever appends meanwhile has the processors first.
        async Task RestAsync()
        {
            var rest = Rests * time.GetElapsedTime(began);
            if (Volatile.Read(ref appends) != before) await Task.Delay(rest < LongestRest ? rest : LongestRest, time, ct);
            (began, before) = (time.GetTimestamp(), Volatile.Read(ref appends));
        }
    }

    private async Task<bool> TryPutInAsync(CustomerKey customer, SettlementPlan plan, SettlementRun run, bool withRows, CancellationToken ct)
    {
        await using var session = await storage.BeginSettlementAsync(customer, ct);
        // Rebuilt rows were put into use meanwhile: what was begun from may be what they have mended. Or somebody has joined the customer, whose
        // events are not folded, or the customer somebody.
        if (session.Switches != plan.Switches || session.Joined != plan.Joined || session.IsClosed) return true;
        if (session.Version - run.Seen > order.LastRest) return false;
        run.GoOn((await session.ReadSinceAsync(run.Seen, order.LastRest, ct)).Select(stored => reader.Read(stored)));
        var change = new CheckpointChange(customer, session.Version + session.Joined.Events, spacing)
        {
            // Without rows to put in, what checkpoints there are is as sound as what comes beside them.
            DropAfter = withRows ? plan.Start?.Events ?? 0 : null,
            Thins = true,
            Added = [.. run.Sound.Where(passed => spacing.Wants(passed.Events, session.Version + session.Joined.Events))],
            Settles = withRows,
            UnsettledSince = withRows ? run.Late : null,
        };
        await session.CommitAsync(withRows ? run.Views.Write() : null, change, time.GetUtcNow(), ct);
        run.IsPutIn = true;
        if (withRows) putIn(customer);
        return true;
    }
}
