using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>Links between numbered objects, by kind, walkable in both directions; packed into arrays when all are known.</summary>
internal sealed class LinkTable
{
    private readonly Dictionary<string, List<(int From, int To)>> byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, bool Forward), (int[] Starts, int[] Ends)> packed = [];

    public void Add(int from, int to, string kind)
    {
        if (!byKind.TryGetValue(kind, out var links)) byKind[kind] = links = [];
        links.Add((from, to));
    }

    /// <summary>Packs the links: afterwards they are read and no longer added to.</summary>
    public void Seal(int objects)
    {
        foreach (var (kind, links) in byKind)
        {
            packed[(kind, true)] = Pack(objects, links, link => link.From, link => link.To);
            packed[(kind, false)] = Pack(objects, links, link => link.To, link => link.From);
        }
        byKind.Clear();
    }

    public ReadOnlySpan<int> From(int index, LinkStep step) =>
        packed.TryGetValue((step.Qualifier, step.Forward), out var table)
            ? table.Ends.AsSpan(table.Starts[index]..table.Starts[index + 1])
            : default;

    private static (int[] Starts, int[] Ends) Pack(
        int objects, List<(int From, int To)> links, Func<(int From, int To), int> begin, Func<(int From, int To), int> end)
    {
        var starts = new int[objects + 1];
        foreach (var link in links) starts[begin(link) + 1]++;
        for (var i = 0; i < objects; i++) starts[i + 1] += starts[i];
        var next = starts.AsSpan(0, objects).ToArray();
        var ends = new int[links.Count];
        foreach (var link in links) ends[next[begin(link)]++] = end(link);
        return (starts, ends);
    }
}
