namespace JourneyStore.Engine.Replay.Diff;

/// <summary>Keeps the first places of an order, however many rows there are. Not for concurrent use.</summary>
internal sealed class FirstPlaces(int most)
{
    // The worst of those that are kept comes out first; of two with one rank, the one whose key is later.
    private readonly PriorityQueue<string, (double Rank, string Key)> kept = new(Comparer<(double Rank, string Key)>.Create(
        (x, y) => x.Rank != y.Rank ? x.Rank.CompareTo(y.Rank) : string.CompareOrdinal(y.Key, x.Key)));

    public void Add(string key, double rank)
    {
        if (kept.Count < most) kept.Enqueue(key, (rank, key));
        else kept.EnqueueDequeue(key, (rank, key));
    }

    /// <summary>The keys, best first.</summary>
    public IReadOnlyList<string> Keys() =>
        [.. kept.UnorderedItems.OrderByDescending(item => item.Priority.Rank)
            .ThenBy(item => item.Element, StringComparer.Ordinal).Select(item => item.Element)];
}
