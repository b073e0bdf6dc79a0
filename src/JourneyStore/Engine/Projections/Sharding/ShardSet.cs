using System.Text;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections.Sharding;

/// <summary>Some of the shards of a projection. Which shard a group belongs to is for ever: progress is kept by it.</summary>
internal sealed class ShardSet
{
    private readonly int count;
    private readonly HashSet<int> mine;

    public ShardSet(int count, IEnumerable<int> mine) => (this.count, this.mine) = (count, [.. mine]);

    /// <summary>All groups, whatever their shard.</summary>
    public static ShardSet Whole { get; } = new(1, [1]);

    public IReadOnlyCollection<int> Numbers => mine;

    public bool Has(GroupKey group) => mine.Count == count || mine.Contains(ShardOf(group, count));

    /// <summary>The shard of a group, from 1 to <paramref name="count"/>: FNV-1a over tenant and key in UTF-8, then mixed.</summary>
    public static int ShardOf(GroupKey group, int count)
    {
        var hash = 14695981039346656037UL;
        Add(ref hash, group.Tenant);
        // No UTF-8 text has this octet, so that tenant and key cannot run together.
        hash = (hash ^ 0xFF) * 1099511628211UL;
        Add(ref hash, group.Key);
        // The low bits of FNV are weak: the finalizer of MurmurHash3 spreads all of them.
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return (int)((hash ^ (hash >> 33)) % (ulong)count) + 1;
    }

    private static void Add(ref ulong hash, string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > bytes.Length) bytes = new byte[most];
        foreach (var one in bytes[..Encoding.UTF8.GetBytes(text, bytes)]) hash = (hash ^ one) * 1099511628211UL;
    }
}
