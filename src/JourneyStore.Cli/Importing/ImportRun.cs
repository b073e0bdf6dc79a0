using System.Runtime.ExceptionServices;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Cli.Importing;

/// <summary>
/// Reads a log and appends it in batches, a few of them under way at once. Their order among each other does not matter: views fold
/// events in the order they occurred. Memory holds the batches under way and nothing else.
/// </summary>
/// <param name="append">Appends a batch; the engine's.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="tally">Counts.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportRun(
    Func<AppendRequest, CancellationToken, Task<AppendReceipt>> append, string tenant, ImportTally tally, TimeProvider time)
{
    /// <summary>Most events of a batch. A customer's rows are written once a batch: the fuller it is, the fewer writes.</summary>
    public const int BatchEvents = 5_000;

    // Small at first and twice as large each time: a short log is read and stored side by side, and a long one soon shows that it moves.
    private const int FirstBatchEvents = 1_000;

    /// <summary>Most bytes of data in a batch, so that a few of them never fill the intake.</summary>
    public const int BatchBytes = 8 * 1024 * 1024;

    // The lanes are not equally fast: one that has done its part of a batch goes on with the next.
    private const int UnderWay = 3;

    // Nobody waits for a single receipt of an import; a slow database makes it slow, not wrong.
    private static readonly TimeSpan ReceiptPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(30);

    /// <summary>The settings' intake with room for an import's batches.</summary>
    public static IntakeOptions Intake(IntakeOptions settings) => settings with
    {
        MaxWait = ReceiptPatience,
        MaxEventsPerRequest = Math.Max(BatchEvents, settings.MaxEventsPerRequest),
        MaxWaitingEvents = Math.Max(UnderWay * BatchEvents, settings.MaxWaitingEvents),
    };

    /// <summary>Imports one file.</summary>
    /// <param name="file">Its name, for rejects.</param>
    /// <param name="items">What the reader makes of it.</param>
    /// <param name="rejects">Where rejects go.</param>
    /// <param name="advance">Told after each batch how far reading is.</param>
    /// <param name="stop">Stops reading; batches under way are still committed and counted.</param>
    public async Task FileAsync(string file, IAsyncEnumerable<LogItem> items, RejectFile rejects, Action<LogItem> advance, CancellationToken stop)
    {
        var flying = new Queue<(List<LogItem> Batch, Task<AppendReceipt> Receipt)>();
        var (size, bytes) = (FirstBatchEvents, 0);
        var batch = new List<LogItem>(size);
        try
        {
            await foreach (var item in items.WithCancellation(stop))
            {
                if (item.Reject is { } reject) await RejectAsync(file, reject, rejects);
                else
                {
                    batch.Add(item);
                    bytes += item.Event!.Data.Length;
                }
                if (batch.Count < size && bytes < BatchBytes) continue;
                flying.Enqueue((batch, AppendAsync(batch, stop)));
                (size, bytes) = (Math.Min(2 * size, BatchEvents), 0);
                batch = new List<LogItem>(size);
                advance(item);
                while (flying.Count >= UnderWay) await LandAsync(file, flying.Dequeue(), rejects);
            }
            if (batch.Count > 0) flying.Enqueue((batch, AppendAsync(batch, stop)));
        }
        finally
        {
            await LandAllAsync(file, flying, rejects);
        }
    }

    // All of them, even when one fails: what was acknowledged is counted.
    private async Task LandAllAsync(string file, Queue<(List<LogItem> Batch, Task<AppendReceipt> Receipt)> flying, RejectFile rejects)
    {
        ExceptionDispatchInfo? failed = null;
        while (flying.Count > 0)
        {
            try
            {
                await LandAsync(file, flying.Dequeue(), rejects);
            }
            catch (Exception problem)
            {
                failed ??= ExceptionDispatchInfo.Capture(problem);
            }
        }
        failed?.Throw();
    }

    private async Task LandAsync(string file, (List<LogItem> Batch, Task<AppendReceipt> Receipt) flight, RejectFile rejects)
    {
        var receipt = await flight.Receipt;
        tally.Reached(receipt.Position);
        for (var i = 0; i < receipt.Results.Count; i++)
        {
            var (item, result) = (flight.Batch[i], receipt.Results[i]);
            if (result.Status == AppendStatus.Rejected)
            {
                var record = CandidateRecord.Of(item.Event!);
                var reject = LogReject.Of(result.Code ?? "rejected", result.Reason ?? "The store does not take it.", item.Row, record.Text);
                await RejectAsync(file, reject with { Record = record }, rejects);
            }
            else tally.Count(item.Event!.Type, result.Status);
        }
    }

    private async Task RejectAsync(string file, LogReject reject, RejectFile rejects)
    {
        tally.Reject(reject.Code, reject.Reason);
        await rejects.WriteAsync(file, reject);
    }

    private async Task<AppendReceipt> AppendAsync(List<LogItem> batch, CancellationToken stop)
    {
        var request = new AppendRequest(tenant, batch.ConvertAll(item => item.Event!));
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                // Not the stop token: what has begun is committed and counted, so that the numbers are true.
                return await append(request, CancellationToken.None);
            }
            catch (IntakeFullException full)
            {
                await Task.Delay(full.RetryAfter, time, stop);
                since = time.GetTimestamp();
            }
            catch (StoreUnavailableException) when (time.GetElapsedTime(since) < DatabasePatience)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, stop);
            }
        }
    }
}
