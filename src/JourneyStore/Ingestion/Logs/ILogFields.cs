using System.Text.Json;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// One row, element or object-centric event as the map sees it: named texts. What we add ourselves has a name that begins with <c>@</c>.
/// </summary>
internal interface ILogFields
{
    /// <summary>The text of a field; null: absent, or one of the map's marks for a missing value.</summary>
    string? Get(string field);

    /// <summary>Whether a text is one of the words that programs write for nothing, where a name, a number or a time is wanted.</summary>
    bool IsNothing(string text);

    /// <summary>The name, number or time that a field holds; null: absent, or a word for nothing.</summary>
    string? GetName(string field) => Get(field) is { } text && !IsNothing(text) ? text : null;

    /// <summary>Where it stands in the file.</summary>
    long Row { get; }

    /// <summary>The text as it came, for a reject.</summary>
    string Raw { get; }

    /// <summary>The record itself, to be mended and read again; null: it is too large for that.</summary>
    LogRecord? Record { get; }

    /// <summary>Ids of the objects that a named path of the map reaches; only object-centric logs have any.</summary>
    IReadOnlyList<string> Reached(string path) => [];

    /// <summary>Writes the event's relations to objects as a JSON array, at most so many.</summary>
    void WriteRelations(Utf8JsonWriter writer, int limit)
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    }
}
