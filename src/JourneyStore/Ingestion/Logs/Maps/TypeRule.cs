namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// Which event a row is. In this order: <c>first</c> when it is the first of its trace, unless its value is one of those excepted; what
/// the lookup table says for its value; <c>otherwise</c>, where <c>{@slug}</c> is the value as a word for a type.
/// </summary>
internal sealed class TypeRule
{
    private readonly Template? value;
    private readonly LookupTable<EventShape>? lookup;
    private readonly EventShape? first;
    private readonly Glob[] firstUnless;
    private readonly EventShape? otherwise;

    private TypeRule(Template? value, LookupTable<EventShape>? lookup, EventShape? first, Glob[] firstUnless, EventShape? otherwise) =>
        (this.value, this.lookup, this.first, this.firstUnless, this.otherwise) = (value, lookup, first, firstUnless, otherwise);

    public IEnumerable<EventShape> Shapes =>
        (lookup?.Values ?? []).Concat(first is null ? [] : [first]).Concat(otherwise is null ? [] : [otherwise]);

    public IEnumerable<string> Fields => (value?.Fields ?? []).Concat(Shapes.SelectMany(shape => shape.Fields));

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
        value = this.value?.Render(row);
        if (first is not null && row.Get("@index") == "1" && !IsExcepted(value)) return first;
        return value is not null && lookup is not null && lookup.TryFind(value, out var shape) ? shape : otherwise;
    }

    private bool IsExcepted(string? value) => value is not null && Array.Exists(firstUnless, pattern => pattern.Matches(value));
}
