using System.Collections.Concurrent;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Checkpoints;

/// <summary>
/// Folds what came too late for its append: customers who are noted as unsettled, here or by another process, one after the other, each by one
/// process at a time. Makes good as well for checkpoints that are missing where an answer had to do without.
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
    private static readonly TimeSpan LookAtOthersEvery = TimeSpan.FromMilliseconds(20);
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
        settlement.Appended();
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

    /// <summary>Waits until nobody is unsettled, or nobody has been settled for so long, by whatever process; gives how many are left.</summary>
    public async Task<long> WaitAsync(TimeSpan patience, CancellationToken ct)
    {
        var (left, since) = (long.MaxValue, time.GetTimestamp());
        while (await storage.CountUnsettledAsync(ct) is > 0 and var now)
        {
            if (now < left) (left, since) = (now, time.GetTimestamp());
            else if (time.GetElapsedTime(since) >= patience) return now;
            await Task.Delay(LookAtOthersEvery, time, ct);
        }
        return 0;
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                while (!await SettleAllAsync(ct)) ct.ThrowIfCancellationRequested();
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

    /// <summary>A round for everybody who is noted; false: somebody takes another.</summary>
    private async Task<bool> SettleAllAsync(CancellationToken ct)
    {
        var isDone = true;
        var gone = failed.Keys.ToHashSet();
        CustomerKey? after = null;
        IReadOnlyList<CustomerKey> page;
        do
        {
            page = await storage.ReadUnsettledAsync(after, Page, ct);
            gone.ExceptWith(page);
            foreach (var customer in page)
                if (!IsToWait(customer)) isDone &= await WithAsync(customer, settlement.SettleAsync, ct);
            after = page.Count > 0 ? page[^1] : null;
        }
        while (page.Count == Page);
        foreach (var customer in gone) failed.Remove(customer);
        Failed = failed.Count;
        return isDone;
    }

    private async Task MakeGoodAsync(CancellationToken ct)
    {
        foreach (var customer in missed.Keys)
        {
            if (!IsToWait(customer)) await WithAsync(customer, settlement.MarkAsync, ct);
            missed.TryRemove(customer, out _);
        }
    }

    /// <returns>False: it takes another round at once.</returns>
    private async Task<bool> WithAsync(CustomerKey customer, Func<CustomerKey, CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        await using var owned = await storage.TryOwnSettlementAsync(customer, ct);
        // Another process is about it.
        if (owned is null) return true;
        var isDone = true;
        try
        {
            isDone = await work(customer, ct);
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
        return isDone;
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
