using JourneyStore.Events;
using JourneyStore.Ingestion.Logs.States;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>Reads the outermost members of a map and checks what concerns several of them at once.</summary>
internal static class LogMapReader
{
    private static readonly string[] Members =
    [
        "format", "source", "csv", "missing", "globals", "time", "customer", "account", "id", "process", "caseId", "activity", "actor",
        "channel", "type", "data", "states", "objects", "oneEventPer",
    ];

    public static LogMap Read(MapNode node)
    {
        node.Allow(Members);
        var format = node.Find("format")?.Word(
            ("csv", LogFormat.Csv), ("xes", LogFormat.Xes), ("ocel", LogFormat.Ocel), ("cloudevents", LogFormat.CloudEvents));
        var source = node.Get("source");
        if (source.Text().Length == 0) throw source.Wrong("expected a URI that names the log, such as urn:helpdesk, found an empty text");
        var time = node.Find("time");
        var missing = node.Find("missing")?.Texts() ?? [];
        var map = new LogMap
        {
            Format = format,
            Source = source.Text(),
            Csv = node.Find("csv") is { } csv ? CsvOptions.Parse(csv) : new CsvOptions(),
            Missing = new HashSet<string>(missing.Select(text => Padding.Strip(text) ?? ""), StringComparer.Ordinal) { "" },
            Nothing = node.Has("missing") ? new HashSet<string>() : NothingWords.Usual,
            FillFromGlobals = node.Find("globals")?.Word(("ignore", false), ("fill", true)) ?? false,
            Time = time is { } at ? Template.Parse(at.IsText ? at : at.Allow("value", "formats", "zone").Get("value")) : null,
            Times = time is { IsObject: true } formats ? TimeReader.Parse(formats) : TimeReader.Default,
            Customer = node.Find("customer") is { } customer ? IdentifierRule.ParseList(customer) : [],
            Account = node.Find("account") is { } account ? IdentifierRule.ParseList(account) : [],
            Id = node.Find("id") is { } id ? Template.Parse(id) : null,
            Process = EventShape.Rule(node, "process"),
            CaseId = EventShape.Rule(node, "caseId"),
            Activity = EventShape.Rule(node, "activity"),
            Actor = EventShape.Rule(node, "actor"),
            Channel = EventShape.Rule(node, "channel"),
            Type = node.Find("type") is { } type ? TypeRule.Parse(type) : null,
            Data = EventShape.ParseData(node),
            States = node.Find("states") is { } states ? StateRules.Parse(states) : null,
            Objects = node.Find("objects") is { } objects ? ObjectPath.ParseAll(objects) : [],
            OneEventPer = node.Find("oneEventPer")?.Text(),
        };
        Check(map, node);
        return map;
    }

    private static void Check(LogMap map, MapNode node)
    {
        if (map.Format == LogFormat.CloudEvents) throw node.Get("format").Wrong("CloudEvents need no map; import them without one");
        if (map.States is null && map.Type is null)
            throw node.Wrong("expected 'type' (a row is an event) or 'states' (a row is a state), found neither");
        if (map.States is not null && map.Type is not null) throw node.Get("type").Wrong("'states' says what the events are; leave 'type' out");
        if (map.States is not null && map.CaseId is null) throw node.Wrong("'states' compares rows of a case; say which field is the 'caseId'");
        if (map.Format == LogFormat.Csv && map.Time is null) throw node.Wrong("'time' is required for csv: which column is the time");
        var paths = map.Objects.Select(path => path.Name).ToHashSet();
        if (map.OneEventPer is { } per && !paths.Contains(per)) throw node.Get("oneEventPer").Wrong($"expected a name from 'objects', found '{per}'");
        var shapes = (map.Type?.Shapes ?? []).Concat(map.States?.Shapes ?? []);
        foreach (var field in map.Data.Concat(shapes.SelectMany(shape => shape.Data)))
        {
            if (field.Path is { } path && !paths.Contains(path)) throw node.Wrong($"data '{field.Name}' names '{path}', which is not in 'objects'");
            if (field.NeedsObjects && map.Format is LogFormat.Csv or LogFormat.Xes)
                throw node.Wrong($"data '{field.Name}' speaks of objects, which only ocel has");
        }
    }
}
