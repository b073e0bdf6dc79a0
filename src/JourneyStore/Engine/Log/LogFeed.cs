using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Log;

/// <summary>
/// The newest events of the log, read once for all projections of this process and kept in a bounded window. Whoever stands inside the
/// window reads it from memory; whoever is further behind reads the database by itself until it is there. Woken by notification, with a
/// poll as safety net. Safe for concurrent use.
/// </summary>
internal sealed class LogFeed(Database storage, TimeProvider time, ILogger logger)
{
    private const int ReadAtOnce = 2_000;
    private const int MostEvents = 8_000;
    private const long MostBytes = 32L * 1024 * 1024;
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<StoredEvent> window = [];
    private TaskCompletionSource looked = NewSignal();
    private long after = long.MaxValue;
    private long bytes;

    /// <summary>Ends when the feed looks at the log the next time. Whoever waits takes it before it reads, and so misses nothing.</summary>
    public Task NextLook => Volatile.Read(ref looked).Task;

    /// <summary>Position of the newest event read; 0: none yet.</summary>
    public long Newest { get; private set; }

    /// <summary>Why it does not move; null: it does.</summary>
    public string? Problem { get; private set; }

    /// <summary>Lets everybody who waits look again.</summary>
    public void Wake() => Interlocked.Exchange(ref looked, NewSignal()).TrySetResult();

    /// <summary>Events after a position, up to the first place that may still be filled.</summary>
    /// <param name="own">What the caller reads with when it stands before the window.</param>
    /// <param name="from">The position.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(SafeLog own, long from, int limit, CancellationToken ct)
    {
        lock (gate)
            if (from >= after) return Slice(from, limit);
        return await own.ReadAsync(from, limit, ct);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        var log = new SafeLog(storage);
        Task? woken = null;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (after == long.MaxValue) await BeginAsync(ct);
                // Listening begins before the look: what is appended after the look ends the wait.
                if (woken is null or { IsCompleted: true }) woken = storage.WaitForAppendAsync(PollEvery, ct);
                var events = await log.ReadAsync(Newest, ReadAtOnce, ct);
                Problem = null;
                Keep(events);
                Wake();
                if (events.Count < ReadAtOnce && !log.MetHole) await woken;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // It stays where it was, visibly, and tries again: the log is not read past what could not be read.
                Problem = exception.Message;
                Wake();
                if (exception is StoreUnavailableException) logger.LogWarning("The log cannot be read: {Reason}", exception.InnerException?.Message);
                else logger.LogError(exception, "The log cannot be read");
                woken = null;
                await Task.Delay(PollEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        // What is visible now is behind the window: whoever has not seen it, or a hole in it, reads the database.
        Newest = await storage.ReadHighestPositionAsync(ct);
        lock (gate) after = Newest;
    }

    private List<StoredEvent> Slice(long from, int limit)
    {
        var (low, high) = (0, window.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (window[middle].Position <= from) low = middle + 1;
            else high = middle;
        }
        return window.GetRange(low, Math.Min(limit, window.Count - low));
    }

    private void Keep(IReadOnlyList<StoredEvent> events)
    {
        if (events.Count == 0) return;
        lock (gate)
        {
            window.AddRange(events);
            foreach (var stored in events) bytes += SizeOf(stored);
            if (window.Count > MostEvents || bytes > MostBytes) Shrink();
            Newest = events[^1].Position;
        }
    }

    /// <summary>Halves the window, so that it is seldom done.</summary>
    private void Shrink()
    {
        var gone = 0;
        // The newest one stays, however large it is.
        for (; gone < window.Count - 1 && (window.Count - gone > MostEvents / 2 || bytes > MostBytes / 2); gone++) bytes -= SizeOf(window[gone]);
        if (gone == 0) return;
        after = window[gone - 1].Position;
        window.RemoveRange(0, gone);
    }

    private static long SizeOf(in StoredEvent stored) => 400 + stored.Headers.Length + stored.Data.Length;

    // Who waits goes on at once, on the thread that looked: the few projections send their questions and wait again.
    private static TaskCompletionSource NewSignal() => new();
}
