using System.Diagnostics.CodeAnalysis;

namespace JourneyStore.Engine.Log;

/// <summary>
/// What was met lately, bounded by bytes: kept in two generations, and when the young one is full, the old one goes. What is taken out and
/// put back is young again. Not for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes, as their owners count them.</param>
internal sealed class Recent<TKey, TValue>(long maxBytes) where TKey : notnull
{
    private Dictionary<TKey, (TValue Value, int Bytes)> young = [];
    private Dictionary<TKey, (TValue Value, int Bytes)> old = [];
    private long bytes;

    /// <summary>Looks at it without taking it out.</summary>
    public bool TryPeek(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = young.TryGetValue(key, out var held) || old.TryGetValue(key, out held);
        value = held.Value;
        return found;
    }

    /// <summary>Looks at it, which makes it young again.</summary>
    public bool TryRenew(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryGetValue(key, out var held))
        {
            value = held.Value;
            return true;
        }
        var found = old.TryGetValue(key, out held);
        value = held.Value;
        if (found) Put(key, held.Value, held.Bytes);
        return found;
    }

    /// <summary>Takes it out.</summary>
    public bool TryTake(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (young.Remove(key, out var found)) bytes -= found.Bytes;
        else if (!old.Remove(key, out found))
        {
            value = default;
            return false;
        }
        value = found.Value;
        return true;
    }

    /// <summary>Keeps it, unless it alone would take a good part of the room.</summary>
    public void Put(TKey key, TValue value, int size)
    {
        TryTake(key, out _);
        if (size > maxBytes / 8) return;
        young.Add(key, (value, size));
        bytes += size;
        if (bytes > maxBytes / 2) (old, young, bytes) = (young, [], 0);
    }

    public void Clear() => (young, old, bytes) = ([], [], 0);
}
