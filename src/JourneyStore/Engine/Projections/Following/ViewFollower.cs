using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Following;

/// <summary>
/// Folds an async view up to where Marten's daemon says that the log is proven, batch by batch. What moves the progress is the transaction that
/// writes the rows, whoever believes that it is the one to fold: two that do cost time, never an event.
/// </summary>
/// <param name="storage">The database.</param>
/// <param name="fold">The view.</param>
/// <param name="bulkFrom">With more events than this and none folded yet, the view is built in bulk.</param>
/// <param name="build">Builds it in bulk; false: it did not.</param>
/// <param name="begun">Ends when this process may fold.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it logs.</param>
internal sealed class ViewFollower(
    Database storage, AsyncFold fold, long bulkFrom, Func<CancellationToken, Task<bool>> build, Task begun, TimeProvider time, ILogger logger)
{
    private const int BatchSize = 2_000;

    // Far behind, fuller batches: a group that has several events in one is written once.
    private const int FarBehind = 10_000;
    private const int BatchSizeFarBehind = 10_000;
    private const long RememberedBytes = 32L * 1024 * 1024;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim one = new(1);
    private readonly GroupMemory memory = new(RememberedBytes);
    private long? position;

    /// <summary>Why it does not move; null: it does, or another process folds it.</summary>
    public string? Problem { get; private set; }

    public AsyncFold Fold => fold;

    public string Name => fold.Table.Name;

    /// <summary>Folds up to a position, however often it has to try; ends with it, or with the token.</summary>
    public async Task FollowAsync(long ceiling, CancellationToken ct)
    {
        await begun.WaitAsync(ct);
        // A daemon that goes and one that comes may both be about it for a moment.
        await one.WaitAsync(ct);
        try
        {
            while (!await TryAsync(ceiling, ct)) await Task.Delay(TryAgainAfter, time, ct);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Another process folds it from here on, or nobody: what is remembered does not hold for ever.</summary>
    public async Task LetGoAsync()
    {
        await one.WaitAsync();
        Forget();
        Problem = null;
        RecordLag(0, TimeSpan.Zero);
        one.Release();
    }

    private async Task<bool> TryAsync(long ceiling, CancellationToken ct)
    {
        var done = false;
        try
        {
            while (await StepAsync(ceiling, ct)) Problem = null;
            Problem = null;
            return done = true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (StoreUnavailableException away)
        {
            Problem = away.Message;
            logger.LogWarning("Projection {Projection} waits for the database: {Reason}", Name, away.InnerException?.Message);
        }
        catch (Exception exception)
        {
            // It stays where it was, visibly, and tries again: nothing is skipped by default.
            Problem = exception.Message;
            logger.LogError(exception, "Projection {Projection} cannot go on", Name);
        }
        finally
        {
            if (!done) Forget();
        }
        return false;
    }

    /// <summary>Folds one batch; false: there is none up to there.</summary>
    private async Task<bool> StepAsync(long ceiling, CancellationToken ct)
    {
        var from = position ??= await ReadPositionAsync(ct);
        if (from >= ceiling)
        {
            RecordLag(0, TimeSpan.Zero);
            return false;
        }
        if (from == 0 && ceiling > bulkFrom && await build(ct))
        {
            Forget();
            return true;
        }
        var limit = ceiling - from > FarBehind ? BatchSizeFarBehind : BatchSize;
        // Up to the ceiling nothing appears any more: Marten's detection has proven it.
        var events = (await storage.ReadLogAsync(from, limit, ct)).Events;
        if (events.Count > 0 && events[^1].Position > ceiling) events = [.. events.TakeWhile(stored => stored.Position <= ceiling)];
        var to = events.Count < limit ? ceiling : events[^1].Position;
        using var activity = Telemetry.Traces.StartActivity("journeystore.project")?.SetTag("journeystore.projection", Name);
        // Where somebody else moved the progress, another process or a rebuild that was promoted, it goes on from where that stands now.
        position = await fold.CommitAsync(storage, Generation.Living, new FoldBatch(events, from, to, time.GetUtcNow()), memory, ct) ? to : null;
        if (events.Count > 0) RecordLag(ceiling - to, time.GetUtcNow() - events[^1].RecordedAt);
        return true;
    }

    private async Task<long> ReadPositionAsync(CancellationToken ct) =>
        (await storage.ReadProgressAsync(ct)).First(p => p.Projection == Name && p.Generation == Generation.Living).Position;

    private void Forget()
    {
        position = null;
        memory.Clear();
    }

    private void RecordLag(long behind, TimeSpan age)
    {
        var projection = new KeyValuePair<string, object?>("projection", Name);
        Telemetry.ProjectionLag.Record(behind, projection);
        Telemetry.ProjectionLagTime.Record(behind > 0 ? age.TotalSeconds : 0, projection);
    }
}
