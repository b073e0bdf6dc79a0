using System.Text.Json;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>A place in the map file: its value and its path, so that every complaint says where.</summary>
internal readonly struct MapNode(JsonElement value, string path)
{
    public string Path => path;

    public JsonValueKind Kind => value.ValueKind;

    public bool IsText => Kind == JsonValueKind.String;

    public bool IsObject => Kind == JsonValueKind.Object;

    public LogMapException Wrong(string problem) => new(path, problem);

    public string Text() =>
        IsText ? value.GetString()! : throw Wrong($"expected a text, found {Describe()}");

    public bool Flag() => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"expected true or false, found {Describe()}"),
    };

    public int Whole(int least, int most) =>
        Kind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"expected a whole number from {least} to {most}, found {Describe()}");

    /// <summary>One of some words, as written in the map.</summary>
    public T Word<T>(params (string Word, T Meaning)[] words)
    {
        var found = Text();
        foreach (var (word, meaning) in words)
            if (word == found) return meaning;
        throw Wrong($"expected one of {string.Join(", ", words.Select(w => w.Word))}, found '{found}'");
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public string[] Texts() => IsText ? [Text()] : [.. Items().Select(item => item.Text())];

    public IEnumerable<MapNode> Items()
    {
        if (Kind != JsonValueKind.Array) throw Wrong($"expected a list, found {Describe()}");
        var index = 0;
        var items = new List<MapNode>();
        foreach (var item in value.EnumerateArray()) items.Add(new MapNode(item, $"{path}[{index++}]"));
        return items;
    }

    /// <summary>The members of an object whose names are the author's own.</summary>
    public IEnumerable<(string Name, MapNode Node)> Members()
    {
        if (!IsObject) throw Wrong($"expected an object, found {Describe()}");
        var members = new List<(string, MapNode)>();
        foreach (var member in value.EnumerateObject()) members.Add((member.Name, new MapNode(member.Value, Below(member.Name))));
        return members;
    }

    /// <summary>Refuses members that nobody reads: a misspelt one would otherwise be ignored without a word.</summary>
    public MapNode Allow(params string[] names)
    {
        foreach (var (name, node) in Members())
            if (!names.Contains(name))
                throw node.Wrong($"'{name}' is not known here; known are {string.Join(", ", names)}");
        return this;
    }

    public bool Has(string name) => IsObject && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;

    public MapNode Get(string name) =>
        Has(name) ? new MapNode(value.GetProperty(name), Below(name)) : throw Wrong($"'{name}' is required and absent");

    public MapNode? Find(string name) => Has(name) ? Get(name) : null;

    private string Below(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') ? $"{path}.{name}" : $"{path}['{name}']";

    private string Describe() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText(),
    };
}
