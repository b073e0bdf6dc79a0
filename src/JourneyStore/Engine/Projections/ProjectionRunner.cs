using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Sharding;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Keeps the shards of one async projection current that this process owns: follows the log from their recorded progress, batch by batch.
/// Shards that stand at the same place walk together, in one transaction; those behind are brought up to the next one first.
/// </summary>
/// <param name="storage">The database.</param>
/// <param name="feed">The log as this process reads it.</param>
/// <param name="fold">The projection.</param>
/// <param name="bulkFrom">With more events than this and none folded yet, the projection is built in bulk.</param>
/// <param name="build">Builds it in bulk; false: it did not.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it logs.</param>
internal sealed class ProjectionRunner(
    Database storage, LogFeed feed, AsyncFold fold, long bulkFrom, Func<CancellationToken, Task<bool>> build, TimeProvider time, ILogger logger)
{
    private const int BatchSize = 2_000;

    // Far behind, fuller batches: a group that has several events in one is written once.
    private const int FarBehind = 10_000;
    private const int BatchSizeFarBehind = 10_000;
    private const long RememberedBytes = 32L * 1024 * 1024;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly SafeLog log = new(storage);
    private readonly Dictionary<int, long> positions = [];
    private readonly GroupMemory memory = new(RememberedBytes);
    private volatile IReadOnlySet<int> owned = new HashSet<int>();
    private string? problem;
    private int count;

    /// <summary>Why it does not move; null: it does.</summary>
    public string? Problem => owned.Count == 0 ? null : problem ?? feed.Problem;

    public string Name => fold.Table.Name;

    /// <summary>Shards of this projection that this process owns. What is taken from it in the middle of a batch is none of its business: the progress guards.</summary>
    public IReadOnlySet<int> Owned
    {
        get => owned;
        set
        {
            owned = value;
            feed.Wake();
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException away)
            {
                problem = away.Message;
                logger.LogWarning("Projection {Projection} waits for the database: {Reason}", Name, away.InnerException?.Message);
            }
            catch (Exception exception)
            {
                // It stays where it was, visibly, and tries again: nothing is skipped by default.
                problem = exception.Message;
                logger.LogError(exception, "Projection {Projection} cannot go on", Name);
            }
            positions.Clear();
            memory.Clear();
            await Task.Delay(TryAgainAfter, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var look = feed.NextLook;
            if (!await StepAsync(ct)) await look.WaitAsync(ct);
        }
    }

    /// <summary>Moves the shards that are furthest behind; false: there is nothing to do until the feed has looked again.</summary>
    private async Task<bool> StepAsync(CancellationToken ct)
    {
        if (!await KnowPositionsAsync(ct))
        {
            RecordLag(0, TimeSpan.Zero);
            return false;
        }
        var from = positions.Values.Min();
        if (from == 0 && positions.ContainsKey(1) && feed.Newest > bulkFrom && await build(ct))
        {
            positions.Clear();
            memory.Clear();
            return true;
        }
        var events = await feed.ReadAsync(log, from, feed.Newest - from > FarBehind ? BatchSizeFarBehind : BatchSize, ct);
        var ahead = positions.Values.Where(position => position > from).DefaultIfEmpty(long.MaxValue).Min();
        if (events.Count > 0 && events[^1].Position > ahead) events = [.. events.TakeWhile(stored => stored.Position <= ahead)];
        if (events.Count == 0)
        {
            problem = null;
            RecordLag(0, TimeSpan.Zero);
            return false;
        }
        var to = events[^1].Position;
        int[] walking = [.. positions.Where(position => position.Value == from).Select(position => position.Key)];
        using var activity = Telemetry.Traces.StartActivity("journeystore.project")?.SetTag("journeystore.projection", Name);
        var moved = await fold.CommitAsync(storage, Generation.Living, new FoldBatch(events, new ShardSet(count, walking), from, to, time.GetUtcNow()), memory, ct);
        foreach (var shard in walking)
        {
            if (moved) positions[shard] = to;
            // Somebody else moved the progress: another owner, or a rebuild that was promoted. Go on from where it stands now.
            else positions.Remove(shard);
        }
        problem = null;
        RecordLag(Math.Max(0, feed.Newest - to), time.GetUtcNow() - events[^1].RecordedAt);
        return true;
    }

    /// <summary>Knows where the owned shards stand, and forgets the others; false: none is owned.</summary>
    private async Task<bool> KnowPositionsAsync(CancellationToken ct)
    {
        var mine = owned;
        foreach (var gone in positions.Keys.Where(shard => !mine.Contains(shard)).ToArray()) positions.Remove(gone);
        if (mine.Count == 0 || positions.Count != mine.Count) memory.Clear();
        if (mine.Count == 0) return false;
        if (positions.Count == mine.Count) return true;
        var stored = (await storage.ReadProgressAsync(ct)).First(p => p.Projection == Name && p.Generation == Generation.Living).Shards;
        count = stored.Count;
        foreach (var shard in mine) positions.TryAdd(shard, stored[shard - 1]);
        return true;
    }

    private void RecordLag(long behind, TimeSpan age)
    {
        var projection = new KeyValuePair<string, object?>("projection", Name);
        Telemetry.ProjectionLag.Record(behind, projection);
        Telemetry.ProjectionLagTime.Record(behind > 0 ? age.TotalSeconds : 0, projection);
    }
}
