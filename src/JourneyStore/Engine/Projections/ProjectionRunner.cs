using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Keeps one async projection current: owns it among all processes, follows the log from its recorded progress, folds batch by batch.
/// Woken by notification, with a poll as safety net.
/// </summary>
internal sealed class ProjectionRunner(IStorage storage, AsyncFold fold, TimeProvider time, ILogger logger)
{
    private const int BatchSize = 2_000;
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Why it does not move; null: it does.</summary>
    public string? Problem { get; private set; }

    public string Name => fold.Table.Name;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var owned = await storage.TryOwnAsync(Name, ct);
                if (owned is not null) await FollowAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
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
            try
            {
                await Task.Delay(TryAgainAfter, time, ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var log = new SafeLog(storage);
        var position = await PositionAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            var events = await log.ReadAsync(position, BatchSize, ct);
            if (events.Count == 0)
            {
                Problem = null;
                RecordLag(0, TimeSpan.Zero);
                await storage.WaitForAppendAsync(PollEvery, ct);
                continue;
            }
            var to = events[^1].Position;
            using var activity = Telemetry.Traces.StartActivity("journeystore.project")?.SetTag("journeystore.projection", Name);
            if (await fold.CommitAsync(storage, Generation.Living, events, position, to, ct)) position = to;
            // Somebody else moved the progress: a rebuild was promoted. Go on from where it stands now.
            else position = await PositionAsync(ct);
            Problem = null;
            RecordLag(await storage.ReadHighestPositionAsync(ct) - position, time.GetUtcNow() - events[^1].RecordedAt);
        }
    }

    private void RecordLag(long positions, TimeSpan age)
    {
        var projection = new KeyValuePair<string, object?>("projection", Name);
        Telemetry.ProjectionLag.Record(positions, projection);
        Telemetry.ProjectionLagTime.Record(positions > 0 ? age.TotalSeconds : 0, projection);
    }

    private async Task<long> PositionAsync(CancellationToken ct)
    {
        var all = await storage.ReadProgressAsync(ct);
        return all.First(p => p.Projection == Name && p.Generation == Generation.Living).Position;
    }
}
