using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>
/// What the first pass keeps of the objects of an object-centric log: id and type of each, the links that the map walks, the attributes
/// that it asks for. This, and not the events, decides how much memory an import takes: about 150 bytes an object and 20 a link.
/// </summary>
public sealed class OcelObjects
{
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly List<string> ids = [];
    private readonly List<short> types = [];
    private readonly List<string> typeNames = [];
    private readonly LinkTable links = new();
    private readonly AttributeHistory attributes = new();
    private readonly HashSet<string> walked;
    private readonly HashSet<string> asked;

    private OcelObjects(LogMap map)
    {
        walked = map.Objects.SelectMany(path => path.Via).Select(step => step.Qualifier).ToHashSet();
        var names = map.Objects.Select(path => path.Name).ToHashSet();
        asked = MapFields.Of(map)
            .Select(field => field.Split('.', 2))
            .Where(pieces => pieces.Length == 2 && names.Contains(pieces[0]))
            .Select(pieces => pieces[1])
            .ToHashSet();
    }

    /// <summary>Whether the log has a list of objects at all.</summary>
    public bool Found { get; private set; }

    /// <summary>The members of the log, as far as they were looked at.</summary>
    internal IReadOnlyCollection<string> Members { get; private set; } = [];

    /// <summary>How many objects the log declares.</summary>
    public long Count { get; private set; }

    /// <summary>How many relations between objects it declares, whether the map walks them or not.</summary>
    public long RelationCount { get; private set; }

    /// <summary>How many values of attributes it declares, whether the map asks for them or not.</summary>
    public long AttributeValueCount { get; private set; }

    /// <summary>Reads the objects of a log.</summary>
    /// <param name="stream">The log from its beginning.</param>
    /// <param name="map">Says which links and attributes are wanted.</param>
    /// <exception cref="JsonException">The text is no JSON, or an object is none.</exception>
    public static OcelObjects Read(Stream stream, LogMap map)
    {
        var objects = new OcelObjects(map);
        var elements = new JsonElements(stream, "objects");
        while (elements.Next())
        {
            if (OcelText.Problem(elements.Element.Span) is { } problem)
                throw new JsonException($"object {objects.Count + 1} cannot be read: {problem}");
            using var element = JsonDocument.Parse(elements.Element);
            objects.Add(element.RootElement, map);
        }
        (objects.Found, objects.Members) = (elements.Found, elements.Members);
        objects.links.Seal(objects.ids.Count);
        return objects;
    }

    internal int? Find(string id) => this.index.TryGetValue(id, out var index) ? index : null;

    internal string IdOf(int index) => ids[index];

    internal string? TypeOf(int index) => types[index] < 0 ? null : typeNames[types[index]];

    internal string? AttributeAt(int index, string name, DateTimeOffset time) => attributes.At(index, name, time);

    /// <summary>The objects of the path's type that are reached from some objects, each once, in the order in which they are met.</summary>
    internal List<int> Reach(IReadOnlyList<int> from, ObjectPath path)
    {
        var found = new List<int>();
        var seen = new HashSet<int>(from);
        var edge = new List<int>(seen);
        for (var depth = 0; ; depth++)
        {
            var next = new List<int>();
            foreach (var index in edge)
            {
                // A way ends where it reaches the type: what lies behind a customer is that customer's, not the event's.
                if (TypeOf(index) == path.Type) found.Add(index);
                else if (depth < path.Depth)
                    foreach (var step in path.Via)
                        foreach (var neighbour in links.From(index, step))
                            if (seen.Add(neighbour))
                                next.Add(neighbour);
            }
            if (next.Count == 0) return found;
            edge = next;
        }
    }

    /// <summary>
    /// The objects that an event reaches by any path of the map, as the list that a log of this event alone needs: with the links that are
    /// walked and the attributes that are asked for.
    /// </summary>
    internal string Json(IReadOnlyList<int> from, IReadOnlyList<ObjectPath> paths)
    {
        var reached = new HashSet<int>(from);
        foreach (var path in paths) Walk(from, path, reached);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var index in reached) Write(json, index, reached);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Walk(IReadOnlyList<int> from, ObjectPath path, HashSet<int> reached)
    {
        var seen = new HashSet<int>(from);
        var edge = seen.ToList();
        for (var depth = 0; depth < path.Depth && edge.Count > 0; depth++)
        {
            var next = new List<int>();
            foreach (var index in edge)
                foreach (var step in path.Via)
                    foreach (var neighbour in links.From(index, step))
                        if (TypeOf(index) != path.Type && seen.Add(neighbour))
                            next.Add(neighbour);
            edge = next;
        }
        reached.UnionWith(seen);
    }

    private void Write(Utf8JsonWriter json, int index, HashSet<int> reached)
    {
        json.WriteStartObject();
        json.WriteString("id", ids[index]);
        if (TypeOf(index) is { } type) json.WriteString("type", type);
        json.WriteStartArray("attributes");
        foreach (var name in asked)
            foreach (var (since, value) in attributes.Of(index, name))
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                if (since > DateTimeOffset.MinValue) json.WriteString("time", since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                json.WriteString("value", value);
                json.WriteEndObject();
            }
        json.WriteEndArray();
        json.WriteStartArray("relationships");
        foreach (var kind in walked)
            foreach (var other in links.From(index, new LinkStep(kind, true)))
            {
                if (!reached.Contains(other)) continue;
                json.WriteStartObject();
                json.WriteString("objectId", ids[other]);
                json.WriteString("qualifier", kind);
                json.WriteEndObject();
            }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Add(JsonElement element, LogMap map)
    {
        if (!element.TryText("id", out var id)) throw new JsonException($"expected an object with a text 'id', found {element.Shorten()}");
        Count++;
        var index = Intern(id);
        if (element.TryText("type", out var type)) types[index] = TypeNumber(type);
        foreach (var relation in element.Children("relationships"))
        {
            RelationCount++;
            if (!relation.TryText("objectId", out var other) || !relation.TryText("qualifier", out var qualifier)) continue;
            if (walked.Contains(qualifier)) links.Add(index, Intern(other), qualifier);
        }
        foreach (var (name, value, time) in element.Attributes())
        {
            AttributeValueCount++;
            if (!asked.Contains(name)) continue;
            // A value without a readable time is one that held from the beginning.
            attributes.Add(index, name, time is not null && map.Times.TryRead(time, out var utc) ? utc : DateTimeOffset.MinValue, value.AsText());
        }
    }

    /// <summary>The number of an object; one that is only linked to so far gets its number now and its type when it is met.</summary>
    private int Intern(string id)
    {
        if (this.index.TryGetValue(id, out var index)) return index;
        index = ids.Count;
        this.index.Add(id, index);
        ids.Add(id);
        types.Add(-1);
        return index;
    }

    private short TypeNumber(string name)
    {
        var number = typeNames.IndexOf(name);
        if (number >= 0) return (short)number;
        if (typeNames.Count == short.MaxValue) throw new JsonException("the log has more object types than can be told apart");
        typeNames.Add(name);
        return (short)(typeNames.Count - 1);
    }
}
