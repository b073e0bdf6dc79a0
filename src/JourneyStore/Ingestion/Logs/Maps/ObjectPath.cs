namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// A named way from an event of an object-centric log to objects of one type: the event's own objects of that type, and those that are
/// reached from any of its objects by at most <see cref="Depth"/> links of the kinds named, each in the direction named.
/// </summary>
internal sealed record ObjectPath(string Name, string Type, IReadOnlyList<LinkStep> Via, int Depth)
{
    public static ObjectPath[] ParseAll(MapNode node) => [.. node.Members().Select(member => Parse(member.Name, member.Node))];

    private static ObjectPath Parse(string name, MapNode node)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny("@.{}")) throw node.Wrong("expected a name without @ . { or }");
        if (node.IsText) return new ObjectPath(name, node.Text(), [], 0);
        node.Allow("type", "via", "depth");
        LinkStep[] via = node.Find("via") is { } steps ? [.. steps.Items().Select(LinkStep.Parse)] : [];
        return new ObjectPath(name, node.Get("type").Text(), via, node.Find("depth")?.Whole(1, 16) ?? via.Length);
    }
}

/// <summary>A kind of link between objects and the direction in which to walk it.</summary>
internal sealed record LinkStep(string Qualifier, bool Forward)
{
    public static LinkStep Parse(MapNode node)
    {
        var text = node.Text();
        if (text.Length > 3 && text.StartsWith('-') && text.EndsWith("->", StringComparison.Ordinal)) return new LinkStep(text[1..^2].Trim(), true);
        if (text.Length > 3 && text.StartsWith("<-", StringComparison.Ordinal) && text.EndsWith('-')) return new LinkStep(text[2..^1].Trim(), false);
        throw node.Wrong($"expected -qualifier-> (from the object that holds the link) or <-qualifier- (to it), found '{text}'");
    }
}
