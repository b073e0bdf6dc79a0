using System.Text;
using System.Text.Json;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>One member of an event's data: where its value comes from and which JSON type it becomes. A missing value leaves it out.</summary>
internal sealed class DataField
{
    private enum Kind { Text, Number, Truth, Time, Ids, Count, Relations }

    private readonly Kind kind;
    private readonly TextRule? value;
    private readonly string? path;
    private readonly int limit;
    private readonly char? point;

    private DataField(string name, Kind kind, TextRule? value, string? path = null, int limit = 0, char? point = null) =>
        (Name, this.kind, this.value, this.path, this.limit, this.point) = (name, kind, value, path, limit, point);

    public string Name { get; }

    public IEnumerable<string> Fields => value?.Fields ?? [];

    /// <summary>The path to objects that it counts or lists; null: none.</summary>
    public string? Path => path;

    public bool NeedsObjects => kind is Kind.Ids or Kind.Count or Kind.Relations;

    public static DataField Parse(string name, MapNode node)
    {
        if (node.IsText) return new DataField(name, Kind.Text, TextRule.Parse(node));
        node.Allow("value", "lookup", "otherwise", "as", "decimal", "ids", "count", "relations");
        if (node.Find("ids") is { } ids) return new DataField(name, Kind.Ids, null, ids.Text(), 256);
        if (node.Find("count") is { } count) return new DataField(name, Kind.Count, null, count.Text());
        if (node.Find("relations") is { } limit) return new DataField(name, Kind.Relations, null, limit: limit.Whole(1, 10_000));
        var kind = node.Find("as") is { } word
            ? word.Word(("string", Kind.Text), ("number", Kind.Number), ("bool", Kind.Truth), ("time", Kind.Time))
            : Kind.Text;
        if (node.Find("decimal") is not { } point) return new DataField(name, kind, TextRule.Of(node));
        if (kind != Kind.Number) throw point.Wrong("only a number has a decimal sign; say \"as\": \"number\"");
        return new DataField(name, kind, TextRule.Of(node), point: point.Word((",", ','), (".", '.')));
    }

    /// <summary>Writes the member; the answer is a problem, or null when it is written or left out.</summary>
    public string? Write(Utf8JsonWriter writer, ILogFields row, TimeReader times)
    {
        switch (kind)
        {
            case Kind.Ids:
                writer.WriteStartArray(Name);
                foreach (var id in row.Reached(path!).Take(limit)) writer.WriteStringValue(id);
                writer.WriteEndArray();
                return null;
            case Kind.Count:
                writer.WriteNumber(Name, row.Reached(path!).Count);
                return null;
            case Kind.Relations:
                writer.WritePropertyName(Name);
                row.WriteRelations(writer, limit);
                return null;
        }
        if (value!.Read(row) is not { } text) return null;
        // A number that is not known is left out; a text that says so is text.
        return kind != Kind.Text && row.IsNothing(text) ? null : WriteText(writer, text, times);
    }

    private string? WriteText(Utf8JsonWriter writer, string text, TimeReader times)
    {
        switch (kind)
        {
            case Kind.Number:
                if (!(this.point is { } point ? LocalNumber.TryRead(text, point, out var number) : NumberText.TryRead(text, out number)))
                    return $"'{Name}' is a number by the map, found '{Shorten(text)}'{Remedy(text)}";
                writer.WritePropertyName(Name);
                // As it is written: no type of .NET holds every number that a log may.
                writer.WriteRawValue(number);
                return null;
            case Kind.Truth:
                if (Truth(text) is not { } truth) return $"'{Name}' is true or false by the map, found '{Shorten(text)}'";
                writer.WriteBoolean(Name, truth);
                return null;
            case Kind.Time:
                if (!times.TryRead(text, out var time)) return $"'{Name}' is a time as {times.Expected} by the map, found '{Shorten(text)}'";
                writer.WriteString(Name, time.UtcDateTime);
                return null;
            default:
                WriteString(writer, text);
                return null;
        }
    }

    /// <summary>What would make a number of it; empty: nothing would.</summary>
    private string Remedy(string text)
    {
        foreach (var point in (ReadOnlySpan<char>)[',', '.'])
            if (point != this.point && LocalNumber.TryRead(text, point, out var number))
                return $"; it is {number} when the map says \"decimal\": \"{point}\" of '{Name}'";
        return "";
    }

    private void WriteString(Utf8JsonWriter writer, string text)
    {
        // The writer refuses half a surrogate pair, which tolerant XML can carry; going by UTF-8 replaces it.
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) writer.WriteString(Name, text);
        else writer.WriteString(Name, Encoding.UTF8.GetBytes(text));
    }

    private static bool? Truth(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "y" => true,
        "false" or "0" or "no" or "n" => false,
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
