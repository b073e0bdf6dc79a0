namespace JourneyStore.Engine.Storage;

/// <summary>A shard of a projection.</summary>
/// <param name="Projection">The projection.</param>
/// <param name="Shard">Its number, from 1.</param>
public sealed record ShardKey(string Projection, int Shard)
{
    /// <summary>As people and tables see it: <c>steps:2</c>.</summary>
    public override string ToString() => $"{Projection}:{Shard}";
}

/// <summary>Who is there, and what is free.</summary>
/// <param name="Processes">Processes that share, this one included.</param>
/// <param name="Free">Shards without an owner.</param>
public sealed record ShardCensus(int Processes, IReadOnlySet<ShardKey> Free);
