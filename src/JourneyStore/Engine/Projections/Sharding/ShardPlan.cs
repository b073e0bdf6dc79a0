using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections.Sharding;

/// <summary>What a process takes and gives up, so that all shards have an owner and none has many more than the others. Pure.</summary>
/// <param name="GiveUp">Shards above the fair share.</param>
/// <param name="Take">Free shards to try for.</param>
internal sealed record ShardPlan(IReadOnlyList<ShardKey> GiveUp, IReadOnlyList<ShardKey> Take)
{
    /// <summary>After so many looks at a free shard that nobody took, it is taken whatever the share.</summary>
    public const int LooksBeforeNeed = 5;

    /// <param name="all">All shards, those of one number side by side.</param>
    /// <param name="held">Those that this process owns.</param>
    /// <param name="census">Who is there, and what is free.</param>
    /// <param name="looks">How often in a row each free shard has been seen free.</param>
    /// <param name="needed">Shards that were taken because nobody else would: not given up.</param>
    public static ShardPlan Of(
        IReadOnlyList<ShardKey> all, IReadOnlySet<ShardKey> held, ShardCensus census, IReadOnlyDictionary<ShardKey, int> looks, IReadOnlySet<ShardKey> needed)
    {
        var processes = Math.Max(1, census.Processes);
        var share = (all.Count + processes - 1) / processes;
        var above = Math.Max(0, held.Count(shard => !needed.Contains(shard)) - share);
        var giveUp = all.Where(shard => held.Contains(shard) && !needed.Contains(shard)).Reverse().Take(above).ToArray();
        var below = Math.Max(0, share - held.Count);
        var free = all.Where(census.Free.Contains).ToArray();
        // A process of another version may not know every projection, and leaves its shards to those who do.
        return new ShardPlan(giveUp, [.. free.Where((shard, i) => i < below || looks.GetValueOrDefault(shard) >= LooksBeforeNeed)]);
    }
}
