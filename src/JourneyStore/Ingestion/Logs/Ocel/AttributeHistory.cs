namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>Values of objects' attributes over time.</summary>
internal sealed class AttributeHistory
{
    private readonly Dictionary<(int Object, string Name), List<(DateTimeOffset Since, string? Value)>> values = [];
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    public void Add(int index, string name, DateTimeOffset since, string? value)
    {
        if (!names.TryGetValue(name, out var known)) names[name] = known = name;
        if (!this.values.TryGetValue((index, known), out var values)) this.values[(index, known)] = values = new(1);
        // Mostly in order already; among equal times the later one in the file counts.
        var at = values.Count;
        while (at > 0 && values[at - 1].Since > since) at--;
        values.Insert(at, (since, value));
    }

    /// <summary>All values of an object's attribute, in the order of their times.</summary>
    public IReadOnlyList<(DateTimeOffset Since, string? Value)> Of(int index, string name) => values.GetValueOrDefault((index, name)) ?? [];

    /// <summary>The value that held at a time; null: there was none yet.</summary>
    public string? At(int index, string name, DateTimeOffset time)
    {
        if (!this.values.TryGetValue((index, name), out var values)) return null;
        for (var i = values.Count - 1; i >= 0; i--)
            if (values[i].Since <= time)
                return values[i].Value;
        return null;
    }
}
