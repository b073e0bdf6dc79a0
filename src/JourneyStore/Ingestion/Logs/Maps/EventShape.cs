namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>What an event of one kind looks like. What it leaves out is as the map says for all events.</summary>
internal sealed record EventShape
{
    /// <summary>The members of a map that a shape is made of.</summary>
    public static readonly string[] Members = ["type", "at", "process", "caseId", "activity", "actor", "channel", "data"];

    public required Template Type { get; init; }

    public AtRule? At { get; init; }

    public TextRule? Process { get; init; }

    public TextRule? CaseId { get; init; }

    public TextRule? Activity { get; init; }

    public TextRule? Actor { get; init; }

    public TextRule? Channel { get; init; }

    public IReadOnlyList<DataField> Data { get; init; } = [];

    public IEnumerable<string> Fields =>
        Type.Fields.Concat(At?.Value.Fields ?? [])
            .Concat(new[] { Process, CaseId, Activity, Actor, Channel }.SelectMany(rule => rule?.Fields ?? []))
            .Concat(Data.SelectMany(member => member.Fields));

    /// <summary>A shape that is only a type, or an object; one that is an object has been checked for unknown members before.</summary>
    public static EventShape Parse(MapNode node) => node.IsText
        ? new EventShape { Type = Template.Parse(node) }
        : new EventShape
        {
            Type = Template.Parse(node.Get("type")),
            At = node.Find("at") is { } at ? AtRule.Parse(at) : null,
            Process = Rule(node, "process"),
            CaseId = Rule(node, "caseId"),
            Activity = Rule(node, "activity"),
            Actor = Rule(node, "actor"),
            Channel = Rule(node, "channel"),
            Data = ParseData(node),
        };

    public static EventShape ParseStrictly(MapNode node) => Parse(node.IsText ? node : node.Allow(Members));

    public static DataField[] ParseData(MapNode node) =>
        node.Find("data") is { } data ? [.. data.Members().Select(member => DataField.Parse(member.Name, member.Node))] : [];

    public static TextRule? Rule(MapNode node, string name) => node.Find(name) is { } rule ? TextRule.Parse(rule) : null;
}
