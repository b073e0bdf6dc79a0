using System.Collections.Concurrent;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Checkpoints;

/// <summary>
/// Folds what came too late for its append: customers who are noted as unsettled, here or by another process, one after the other, each by one process at a time. Makes good as well
/// for checkpoints that are missing where an answer had to do without.
/// </summary>
/// <param name="storage">The database.</param>
/// <param name="settlement">Folds one customer.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it logs.</param>
internal sealed class Settler(Database storage, Settlement settlement, TimeProvider time, ILogger logger)
{
    private const int Page = 100;
    private const int MostMissed = 1_000;
    private const int StaleAtOnce = 1_000;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<CustomerKey, bool> missed = new();
    private readonly Dictionary<CustomerKey, long> failed = [];
    private TaskCompletionSource wanted = Make();
    private long? switches;

    /// <summary>How many customers cannot be settled, because a view does not take one of their events; they are tried again and again.</summary>
    public int Failed { get; private set; }

    /// <summary>Called after each commit.</summary>
    public void Committed(CommittedFolds folds)
    {
        foreach (var fold in folds.Folds)
            if (fold.State.Change is { UnsettledSince: not null })
            {
                Volatile.Read(ref wanted).TrySetResult();
                return;
            }
    }

    /// <summary>Called when much of a customer's history had to be folded for an answer: the customer may lack checkpoints.</summary>
    public void Missed(CustomerKey customer)
    {
        if (missed.Count < MostMissed && missed.TryAdd(customer, true)) Volatile.Read(ref wanted).TrySetResult();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await SettleAllAsync(ct);
                await MakeGoodAsync(ct);
                await DropStaleAsync(ct);
                await WantedAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is, the customers stay noted, and the next look may do better.
                logger.LogWarning(exception, "Late events wait to be folded");
                await Task.Delay(LookAgainAfter, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SettleAllAsync(CancellationToken ct)
    {
        CustomerKey? after = null;
        IReadOnlyList<CustomerKey> page;
        do
        {
            page = await storage.ReadUnsettledAsync(after, Page, ct);
            foreach (var customer in page)
                if (!IsToWait(customer)) await WithAsync(customer, settlement.SettleAsync, ct);
            after = page.Count > 0 ? page[^1] : null;
        }
        while (page.Count == Page);
    }

    private async Task MakeGoodAsync(CancellationToken ct)
    {
        foreach (var customer in missed.Keys)
        {
            if (!IsToWait(customer)) await WithAsync(customer, settlement.MarkAsync, ct);
            missed.TryRemove(customer, out _);
        }
    }

    private async Task WithAsync(CustomerKey customer, Func<CustomerKey, CancellationToken, Task> work, CancellationToken ct)
    {
        await using var owned = await storage.TryOwnSettlementAsync(customer, ct);
        if (owned is null) return;
        try
        {
            await work(customer, ct);
            failed.Remove(customer);
        }
        catch (ConflictException met)
        {
            logger.LogDebug(met, "A settlement met another transaction; the next look tries it again");
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && exception is not StoreUnavailableException)
        {
            // A view does not take one of the events: the other customers go on.
            failed[customer] = time.GetTimestamp();
            logger.LogError(exception, "Customer {Customer} of tenant {Tenant} cannot be settled", customer.Customer, customer.Tenant);
        }
        Failed = failed.Count;
    }

    private bool IsToWait(CustomerKey customer) => failed.TryGetValue(customer, out var since) && time.GetElapsedTime(since) < TryAgainAfter;

    /// <summary>At the start, and after rebuilt rows were put into use.</summary>
    private async Task DropStaleAsync(CancellationToken ct)
    {
        var now = await storage.ReadSwitchesAsync(ct);
        if (now == switches) return;
        while (await storage.DropStaleCheckpointsAsync(StaleAtOnce, ct) == StaleAtOnce) ct.ThrowIfCancellationRequested();
        switches = now;
    }

    private async Task WantedAsync(CancellationToken ct)
    {
        try
        {
            await Volatile.Read(ref wanted).Task.WaitAsync(LookAgainAfter, time, ct);
        }
        catch (TimeoutException)
        {
            // Nobody called; another process may have noted somebody and gone.
        }
        // Before the look at what is wanted: who calls during it calls for the next one.
        Interlocked.Exchange(ref wanted, Make());
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
