namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// Which event a row is. In this order: <c>first</c> when it is the first of its trace, unless its value is one of those excepted; what
/// the lookup table says for its value; <c>otherwise</c>, where <c>{@slug}</c> is the value as a word for a type.
/// </summary>
internal sealed class TypeRule
{
    private readonly Template? _value;
    private readonly LookupTable<EventShape>? _lookup;
    private readonly EventShape? _first;
    private readonly Glob[] _firstUnless;
    private readonly EventShape? _otherwise;

    private TypeRule(Template? value, LookupTable<EventShape>? lookup, EventShape? first, Glob[] firstUnless, EventShape? otherwise) =>
        (_value, _lookup, _first, _firstUnless, _otherwise) = (value, lookup, first, firstUnless, otherwise);

    public IEnumerable<EventShape> Shapes =>
        (_lookup?.Values ?? []).Concat(_first is null ? [] : [_first]).Concat(_otherwise is null ? [] : [_otherwise]);

    public IEnumerable<string> Fields => (_value?.Fields ?? []).Concat(Shapes.SelectMany(shape => shape.Fields));

    public static TypeRule Parse(MapNode node)
    {
        if (node.IsText) return new TypeRule(null, null, null, [], EventShape.Parse(node));
        node.Allow("value", "lookup", "first", "otherwise");
        return new TypeRule(
            Template.Parse(node.Get("value")),
            node.Find("lookup") is { } lookup ? LookupTable<EventShape>.Parse(lookup, EventShape.ParseStrictly) : null,
            node.Find("first") is { } first ? EventShape.Parse(first.IsText ? first : first.Allow(["unless", .. EventShape.Members])) : null,
            [.. (node.Find("first")?.Find("unless")?.Texts() ?? []).Select(pattern => new Glob(pattern))],
            node.Find("otherwise") is { } otherwise ? EventShape.ParseStrictly(otherwise) : null);
    }

    /// <summary>The shape for a row, and the value that decided; null: the map has none for it.</summary>
    public EventShape? Choose(ILogFields row, out string? value)
    {
        value = _value?.Render(row);
        if (_first is not null && row.Get("@index") == "1" && !IsExcepted(value)) return _first;
        return value is not null && _lookup is not null && _lookup.TryFind(value, out var shape) ? shape : _otherwise;
    }

    private bool IsExcepted(string? value) => value is not null && Array.Exists(_firstUnless, pattern => pattern.Matches(value));
}
