using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>Which process owns which shard, as a server that knows its connections.</summary>
internal sealed class ShardOwners
{
    private readonly Lock gate = new();
    private readonly Dictionary<ShardKey, InMemoryOwnership> owners = [];
    private readonly HashSet<InMemoryOwnership> present = [];

    public InMemoryOwnership Open()
    {
        var opened = new InMemoryOwnership(this);
        lock (gate) present.Add(opened);
        return opened;
    }

    public ShardCensus Look(InMemoryOwnership asking, IEnumerable<ShardKey> shards)
    {
        lock (gate)
        {
            Check(asking);
            return new ShardCensus(present.Count, shards.Where(shard => !owners.ContainsKey(shard)).ToHashSet());
        }
    }

    public bool TryTake(InMemoryOwnership asking, ShardKey shard)
    {
        lock (gate)
        {
            Check(asking);
            return owners.TryAdd(shard, asking);
        }
    }

    public void GiveUp(InMemoryOwnership asking, ShardKey shard)
    {
        lock (gate)
        {
            Check(asking);
            if (owners.GetValueOrDefault(shard) == asking) owners.Remove(shard);
        }
    }

    public void Close(InMemoryOwnership closed)
    {
        lock (gate)
        {
            present.Remove(closed);
            foreach (var shard in owners.Where(owner => owner.Value == closed).Select(owner => owner.Key).ToArray()) owners.Remove(shard);
        }
    }

    public void Cut()
    {
        lock (gate)
        {
            present.Clear();
            owners.Clear();
        }
    }

    private void Check(InMemoryOwnership asking)
    {
        if (!present.Contains(asking)) throw new StoreUnavailableException(new IOException("The connection was cut."));
    }
}

/// <summary>What one process owns.</summary>
internal sealed class InMemoryOwnership(ShardOwners owners) : IShardOwnership
{
    public Task<ShardCensus> LookAsync(IReadOnlyCollection<ShardKey> shards, CancellationToken ct) => Task.FromResult(owners.Look(this, shards));

    public Task<bool> TryTakeAsync(ShardKey shard, CancellationToken ct) => Task.FromResult(owners.TryTake(this, shard));

    public Task GiveUpAsync(ShardKey shard, CancellationToken ct)
    {
        owners.GiveUp(this, shard);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        owners.Close(this);
        return ValueTask.CompletedTask;
    }
}
