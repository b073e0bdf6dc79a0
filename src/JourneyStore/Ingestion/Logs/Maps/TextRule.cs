using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// How a text is made: a template, alone or with a lookup table. A value that the table lacks becomes <c>otherwise</c>, or stays as it is.
/// </summary>
internal sealed class TextRule
{
    private readonly Template _value;
    private readonly LookupTable<string?>? _lookup;
    private readonly Template? _otherwise;

    private TextRule(Template value, LookupTable<string?>? lookup, Template? otherwise) =>
        (_value, _lookup, _otherwise) = (value, lookup, otherwise);

    public IEnumerable<string> Fields => _value.Fields.Concat(_otherwise?.Fields ?? []);

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
        if (_value.Render(row) is not { } value) return null;
        if (_lookup is null) return value;
        if (_lookup.TryFind(value, out var found)) return found;
        return _otherwise is null ? value : _otherwise.Render(row);
    }

    /// <summary>As <see cref="Read"/>, where a word for nothing is nothing, unless the table has it.</summary>
    public string? ReadName(ILogFields row)
    {
        if (_lookup is not null && _value.Render(row) is { } word && _lookup.TryFind(word, out var found)) return found;
        if (_value.RenderName(row) is not { } value) return null;
        return _lookup is null || _otherwise is null ? value : _otherwise.RenderName(row);
    }
}
