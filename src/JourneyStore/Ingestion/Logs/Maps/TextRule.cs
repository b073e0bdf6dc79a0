using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// How a text is made: a template, alone or with a lookup table. A value that the table lacks becomes <c>otherwise</c>, or stays as it is.
/// </summary>
internal sealed class TextRule
{
    private readonly Template value;
    private readonly LookupTable<string?>? lookup;
    private readonly Template? otherwise;

    private TextRule(Template value, LookupTable<string?>? lookup, Template? otherwise) =>
        (this.value, this.lookup, this.otherwise) = (value, lookup, otherwise);

    public IEnumerable<string> Fields => value.Fields.Concat(otherwise?.Fields ?? []);

    public static TextRule Parse(MapNode node)
    {
        if (node.IsText) return new TextRule(Template.Parse(node), null, null);
        node.Allow("value", "lookup", "otherwise");
        return Of(node);
    }

    /// <summary>Reads the parts that a larger object has in common with a text rule.</summary>
    public static TextRule Of(MapNode node) => new(
        Template.Parse(node.Get("value")),
        node.Find("lookup") is { } lookup ? LookupTable<string?>.Parse(lookup, entry => Padding.Strip(entry.Text())) : null,
        node.Find("otherwise") is { } otherwise ? Template.Parse(otherwise) : null);

    /// <summary>A rule that is only a template.</summary>
    public static TextRule Of(Template template) => new(template, null, null);

    public string? Read(ILogFields row)
    {
        if (this.value.Render(row) is not { } value) return null;
        if (lookup is null) return value;
        if (lookup.TryFind(value, out var found)) return found;
        return otherwise is null ? value : otherwise.Render(row);
    }

    /// <summary>As <see cref="Read"/>, where a word for nothing is nothing, unless the table has it.</summary>
    public string? ReadName(ILogFields row)
    {
        if (lookup is not null && this.value.Render(row) is { } word && lookup.TryFind(word, out var found)) return found;
        if (this.value.RenderName(row) is not { } value) return null;
        return lookup is null || otherwise is null ? value : otherwise.RenderName(row);
    }
}
