namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// Another field than the row's own that says when an event happened. <c>unlessLater</c>: not when it lies behind the row's own time,
/// because logs that repeat a case's final times on each of its rows would otherwise tell what had not happened yet.
/// </summary>
internal sealed class AtRule
{
    private AtRule(Template value, bool unlessLater) => (Value, UnlessLater) = (value, unlessLater);

    public Template Value { get; }

    public bool UnlessLater { get; }

    public static AtRule Parse(MapNode node)
    {
        if (node.IsText) return new AtRule(Template.Parse(node), false);
        node.Allow("value", "unlessLater");
        return new AtRule(Template.Parse(node.Get("value")), node.Find("unlessLater")?.Flag() ?? false);
    }
}
