using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Binds held events that a batch left behind, though their case has a customer: more of them than a batch takes along, or events that came past the
/// intake. All
/// others are bound by the batch that makes their case's customer known. A retry by hand looks at all of them.
/// </summary>
internal sealed class HeldBinder(
    Database storage, HeldEvents events, Func<IReadOnlyList<AcceptedEvent>, CancellationToken, Task<AppendResult[]>> submit, TimeProvider time,
    ILogger logger)
{
    private const int Page = 500;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private TaskCompletionSource wanted = Make();

    /// <summary>Customers have joined others: a case that had several customers may have one now.</summary>
    public void Joined() => Volatile.Read(ref wanted).TrySetResult();

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                while (await storage.ReadBindableHeldAsync(Page, ct) is { Count: > 0 } held)
                    if (await SubmitAsync(held, ct) == 0) break;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is, held events stay where they are, and the next look may do better.
                logger.LogWarning(exception, "Held events wait");
            }
            await Volatile.Read(ref wanted).Task.WaitAsync(SweepEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Before the look: who calls during it calls for the next one.
            Interlocked.Exchange(ref wanted, Make());
        }
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    private async Task<int> SubmitAsync(IReadOnlyList<StoredHeld> held, CancellationToken ct)
    {
        var results = await submit([.. held.Select(events.Again)], ct);
        return results.Count(result => result.Status is AppendStatus.Stored);
    }
}
