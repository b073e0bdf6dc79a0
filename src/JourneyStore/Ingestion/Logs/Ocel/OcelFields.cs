using System.Globalization;
using System.Text.Json;
using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>
/// One event of an object-centric log by the names that a map uses: its own attributes; a path's name for the id of the one object that
/// it reaches; <c>path.attribute</c> for that object's attribute as it was when the event happened.
/// </summary>
internal sealed class OcelFields(LogMap map, OcelObjects objects) : ILogFields
{
    private readonly Dictionary<string, ObjectPath> paths = map.Objects.ToDictionary(path => path.Name);
    private readonly Dictionary<string, List<int>> reached = new(StringComparer.Ordinal);
    private readonly List<int> own = [];
    private readonly List<(string Object, string Qualifier)> relations = [];
    private JsonElement current;
    private DateTimeOffset? time;
    private int? chosen;

    public long Row { get; set; }

    public string Raw => current.GetRawText();

    public LogRecord? Record => new(RejectLine.Ocel, $"{{\"objects\":{objects.Json(own, map.Objects)},\"events\":[{current.OneLine()}]}}")
    {
        Context = new RecordContext { Row = Row, Part = chosen is { } one ? objects.IdOf(one) : null },
    };

    public void Take(JsonElement element)
    {
        current = element;
        reached.Clear();
        own.Clear();
        relations.Clear();
        chosen = null;
        foreach (var relation in element.Children("relationships"))
        {
            if (!relation.TryText("objectId", out var id)) continue;
            relations.Add((id, relation.TryText("qualifier", out var qualifier) ? qualifier : ""));
            if (objects.Find(id) is { } index) own.Add(index);
        }
        time = element.TryText("time", out var text) && map.Times.TryRead(text, out var utc) ? utc : null;
    }

    /// <summary>How many objects the splitting path of the map reaches.</summary>
    public int CountOf(string path) => ReachedBy(paths[path]).Count;

    /// <summary>Makes the splitting path reach one of its objects only, and answers which.</summary>
    public string Choose(string path, int index)
    {
        chosen = null;
        chosen = ReachedBy(paths[path])[index];
        return objects.IdOf(chosen.Value);
    }

    public string? Get(string field)
    {
        var value = Find(field);
        return value is null || map.Missing.Contains(value) ? null : value;
    }

    public bool IsNothing(string text) => map.Nothing.Contains(text);

    public IReadOnlyList<string> Reached(string path) => [.. ReachedBy(paths[path]).Select(objects.IdOf)];

    public void WriteRelations(Utf8JsonWriter writer, int limit)
    {
        writer.WriteStartArray();
        foreach (var (id, qualifier) in relations.Take(limit))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            if (objects.Find(id) is { } index && objects.TypeOf(index) is { } type) writer.WriteString("type", type);
            if (qualifier.Length > 0) writer.WriteString("qualifier", qualifier);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private string? Find(string field)
    {
        if (field.StartsWith('@'))
            return field switch
            {
                "@id" => current.TryText("id", out var id) ? id : null,
                "@type" => current.TryText("type", out var type) ? type : null,
                "@time" => current.TryText("time", out var time) ? time : null,
                "@row" => Row.ToString(CultureInfo.InvariantCulture),
                "@hash" => RowHash.Of(Raw).ToString("x16", CultureInfo.InvariantCulture),
                _ => null,
            };
        var dot = field.IndexOf('.');
        if (paths.TryGetValue(dot < 0 ? field : field[..dot], out var path))
        {
            // Two objects where one is asked for are no answer: which of them would it be?
            if (ReachedBy(path) is not [var index]) return null;
            if (dot < 0) return objects.IdOf(index);
            return this.time is { } at ? objects.AttributeAt(index, field[(dot + 1)..], at) : null;
        }
        foreach (var (name, value, _) in current.Attributes())
            if (name == field) return value.AsText();
        return null;
    }

    private List<int> ReachedBy(ObjectPath path)
    {
        if (this.chosen is { } chosen && path.Name == map.OneEventPer) return [chosen];
        if (!reached.TryGetValue(path.Name, out var found)) reached[path.Name] = found = objects.Reach(own, path);
        return found;
    }
}
