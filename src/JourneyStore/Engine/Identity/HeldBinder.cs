using System.Collections.Concurrent;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Binds held events as soon as their case has a customer: committed cases are looked up among the held, and what is found goes through
/// the intake again. A retry by hand looks at all of them.
/// </summary>
internal sealed class HeldBinder(
    Database storage, Acceptance acceptance, Func<IReadOnlyList<AcceptedEvent>, CancellationToken, Task<AppendResult[]>> submit, TimeProvider time, ILogger logger)
{
    private const int Page = 500;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<TenantKey> cases = new();
    private readonly Lock gate = new();
    private volatile bool any;
    private TaskCompletionSource wanted = Make();
    private long holds;
    private long? swept;

    /// <summary>Called after a commit: these cases have a customer now. Costs nothing while nothing is held.</summary>
    public void CasesBound(IEnumerable<TenantKey> bound)
    {
        if (!any) return;
        foreach (var key in bound) cases.Enqueue(key);
        Volatile.Read(ref wanted).TrySetResult();
    }

    /// <summary>
    /// Called after a commit that held events of these cases. They are looked at once more, because a batch that was at work at the same
    /// time may have given the case its customer: it either saw that something is held, or has committed before this look.
    /// </summary>
    public void Held(IEnumerable<TenantKey> held)
    {
        lock (gate) (holds, any) = (holds + 1, true);
        CasesBound(held);
    }

    /// <summary>
    /// Called after a commit without an answer: what it may have held or made known is not told by a repeat, which finds everything there, so
    /// it is looked for.
    /// </summary>
    public void CommitUncertain()
    {
        lock (gate) (holds, any, swept) = (holds + 1, true, null);
        Volatile.Read(ref wanted).TrySetResult();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await LookWhetherAnyAsync(ct);
                await SweepNowAndThenAsync(ct);
                await WantedAsync(ct);
                await BindAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is, held events stay where they are, and the next look may do better.
                logger.LogWarning(exception, "Held events wait");
                try
                {
                    await Task.Delay(LookAgainAfter, time, ct);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    public async Task<HeldRetry> RetryAsync(string tenant, CancellationToken ct)
    {
        var (tried, bound, after) = (0L, 0L, 0L);
        while (true)
        {
            var page = await storage.ReadHeldAsync(tenant, after, Page, ct);
            if (page.Count == 0) return new HeldRetry(tried, bound, tried - bound);
            bound += await SubmitAsync(page, ct);
            tried += page.Count;
            after = page[^1].Number;
        }
    }

    private async Task WantedAsync(CancellationToken ct)
    {
        try
        {
            await Volatile.Read(ref wanted).Task.WaitAsync(LookAgainAfter, time, ct);
        }
        catch (TimeoutException)
        {
            // Nobody called; another process may have held or bound something meanwhile.
        }
        // Before the look at what is wanted: who calls during it calls for the next one.
        Interlocked.Exchange(ref wanted, Make());
    }

    private async Task LookWhetherAnyAsync(CancellationToken ct)
    {
        long before;
        lock (gate) before = holds;
        var there = await storage.AnyHeldAsync(ct);
        // An event that was held while the database answered is not forgotten because of the answer.
        lock (gate) any = there || holds != before;
    }

    /// <summary>
    /// What another process bound while this one did not know that anything is held, or what a process that died had still to do, is
    /// found by looking at all held events: once at the start, and then every minute.
    /// </summary>
    private async Task SweepNowAndThenAsync(CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        lock (gate)
        {
            if (!any || (swept is { } last && time.GetElapsedTime(last, begun) < SweepEvery)) return;
            swept = begun;
        }
        try
        {
            while (await storage.ReadBindableHeldAsync(Page, ct) is { Count: > 0 } held)
                if (await SubmitAsync(held, ct) == 0) break;
        }
        catch
        {
            lock (gate) swept = null;
            throw;
        }
    }

    private async Task BindAsync(CancellationToken ct)
    {
        var batch = new HashSet<TenantKey>();
        while (batch.Count < Page && cases.TryDequeue(out var key)) batch.Add(key);
        if (batch.Count == 0) return;
        try
        {
            while (await storage.ReadHeldOfCasesAsync(batch, Page, ct) is { Count: > 0 } held)
                if (await SubmitAsync(held, ct) == 0) break;
        }
        catch
        {
            // What was not looked at for want of a database is looked at as soon as there is one.
            CasesBound(batch);
            throw;
        }
        if (!cases.IsEmpty) Volatile.Read(ref wanted).TrySetResult();
    }

    private async Task<int> SubmitAsync(IReadOnlyList<StoredHeld> held, CancellationToken ct)
    {
        var events = held.Select(Again).ToArray();
        var results = await submit(events, ct);
        return results.Count(result => result.Status is AppendStatus.Stored);
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AcceptedEvent Again(StoredHeld held)
    {
        var candidate = EventHeaders.Read(held.Headers.Span, held.Type, held.OccurredAt, held.Data);
        var (accepted, _) = acceptance.Check(held.Tenant, candidate, held.RecordedAt);
        return new AcceptedEvent(held.Tenant, candidate, held.OccurredAt, accepted?.Body, EventHeaders.Fingerprint(held.Headers.Span)) { WasHeld = true };
    }
}
