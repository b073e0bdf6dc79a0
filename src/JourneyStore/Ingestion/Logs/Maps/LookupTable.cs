using System.Diagnostics.CodeAnalysis;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>Values by key. An exact key wins; then the first key with a <c>*</c> that matches, in the order written.</summary>
internal sealed class LookupTable<T>
{
    private readonly Dictionary<string, T> exact = new(StringComparer.Ordinal);
    private readonly List<(Glob Pattern, T Value)> patterns = [];

    public IEnumerable<T> Values => exact.Values.Concat(patterns.Select(p => p.Value));

    public static LookupTable<T> Parse(MapNode node, Func<MapNode, T> read)
    {
        var table = new LookupTable<T>();
        foreach (var (key, entry) in node.Members())
        {
            var pattern = new Glob(key);
            if (pattern.IsPattern) table.patterns.Add((pattern, read(entry)));
            else table.exact[Padding.Strip(key) ?? ""] = read(entry);
        }
        return table;
    }

    public bool TryFind(string key, [MaybeNullWhen(false)] out T value)
    {
        if (exact.TryGetValue(key, out value)) return true;
        foreach (var (pattern, found) in patterns)
        {
            if (!pattern.Matches(key)) continue;
            value = found;
            return true;
        }
        return false;
    }
}
