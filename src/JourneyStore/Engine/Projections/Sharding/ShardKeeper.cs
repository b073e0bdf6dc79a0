using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Projecting;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Sharding;

/// <summary>
/// Shares the shards with the other processes: looks twice a second who is there and what is free, takes its fair part, gives up what is
/// above it. A process that died is noticed by its shards' being free.
/// </summary>
internal sealed class ShardKeeper(Database storage, IReadOnlyList<ProjectionRunner> runners, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);

    private readonly HashSet<ShardKey> held = [];
    private readonly HashSet<ShardKey> needed = [];
    private readonly Dictionary<ShardKey, int> looks = [];
    private long counted;
    private int processes;

    /// <summary>How many groups each projection has parked, as of the last look.</summary>
    public IReadOnlyDictionary<string, long> Parked { get; private set; } = new Dictionary<string, long>();

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var ownership = await storage.OpenOwnershipAsync(ct);
                await ShareAsync(ownership, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // The end of the process: what is owned is free with the connection.
            }
            catch (StoreUnavailableException away)
            {
                logger.LogWarning("Shards cannot be owned while the database is away: {Reason}", away.InnerException?.Message);
            }
            catch (Exception exception)
            {
                // Nothing is owned without the connection; another process may go on, and this one tries again.
                logger.LogError(exception, "Shards cannot be owned");
            }
            LetGo();
            await Task.Delay(LookEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShareAsync(Ownership ownership, CancellationToken ct)
    {
        var known = runners.Select(runner => runner.Name).ToHashSet();
        var all = (await storage.ReadProgressAsync(ct)).Where(p => p.Generation == Generation.Living && known.Contains(p.Projection))
            .SelectMany(p => Enumerable.Range(1, p.Shards.Count).Select(shard => new ShardKey(p.Projection, shard)))
            // Those of one number side by side, so that every process has a part of every projection.
            .OrderBy(shard => shard.Shard).ThenBy(shard => shard.Projection, StringComparer.Ordinal).ToArray();
        while (true)
        {
            await LookAsync(ownership, all, ct);
            await CountAsync(ct);
            await Task.Delay(LookEvery, time, ct);
        }
    }

    private async Task LookAsync(Ownership ownership, ShardKey[] all, CancellationToken ct)
    {
        var census = await ownership.LookAsync(all, ct);
        foreach (var shard in all) looks[shard] = census.Free.Contains(shard) ? looks.GetValueOrDefault(shard) + 1 : 0;
        if (census.Processes != processes)
        {
            // Somebody came or went: what was taken out of need is shared again.
            needed.Clear();
            processes = census.Processes;
        }
        var plan = ShardPlan.Of(all, held, census, looks, needed);
        foreach (var shard in plan.GiveUp)
        {
            held.Remove(shard);
            Tell(shard.Projection);
            await ownership.GiveUpAsync(shard, ct);
        }
        foreach (var shard in plan.Take)
        {
            if (!await ownership.TryTakeAsync(shard, ct)) continue;
            if (census.Processes > 1 && looks[shard] >= ShardPlan.LooksBeforeNeed) needed.Add(shard);
            held.Add(shard);
            Tell(shard.Projection);
        }
    }

    private async Task CountAsync(CancellationToken ct)
    {
        var now = time.GetTimestamp();
        if (counted != 0 && time.GetElapsedTime(counted, now) < CountEvery) return;
        counted = now;
        Parked = await storage.CountParkedAsync(ct);
        foreach (var runner in runners)
            Telemetry.ProjectionParked.Record(Parked.GetValueOrDefault(runner.Name), new KeyValuePair<string, object?>("projection", runner.Name));
    }

    private void LetGo()
    {
        held.Clear();
        needed.Clear();
        looks.Clear();
        foreach (var runner in runners) Tell(runner.Name);
    }

    private void Tell(string projection) =>
        runners.First(runner => runner.Name == projection).Owned = held.Where(shard => shard.Projection == projection).Select(shard => shard.Shard).ToHashSet();
}
