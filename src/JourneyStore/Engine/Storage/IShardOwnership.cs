namespace JourneyStore.Engine.Storage;

/// <summary>
/// What one process owns of the projections' shards: each shard is one process's at a time. Ends with its disposal, its process or its
/// connection; a lost connection shows as <see cref="Errors.StoreUnavailableException"/>, and nothing is owned any more then. It only keeps
/// processes from doing the same work: that nothing is written twice is the progress's business. Not for concurrent use.
/// </summary>
public interface IShardOwnership : IAsyncDisposable
{
    /// <summary>How many processes there are, and which of the shards nobody owns.</summary>
    Task<ShardCensus> LookAsync(IReadOnlyCollection<ShardKey> shards, CancellationToken ct);

    /// <summary>Tries to become the owner; false: another process is.</summary>
    Task<bool> TryTakeAsync(ShardKey shard, CancellationToken ct);

    /// <summary>Gives a shard up.</summary>
    Task GiveUpAsync(ShardKey shard, CancellationToken ct);
}

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
