using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// A line of a rejects file: one JSON object with the file and the row, the code and the reason, and the record itself. Whoever mends the
/// record imports the file as it stands, with the map of the log.
/// </summary>
public static class RejectLine
{
    internal const string Csv = "csv";
    internal const string Xes = "xes";
    internal const string Ocel = "ocel";
    internal const string CloudEvents = "cloudevents";
    internal const string Rejects = "rejects";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes a reject as a line without its end: <c>file, row, code, reason</c>, then <c>format, record, context</c>, or <c>raw</c> when
    /// there is no record.
    /// </summary>
    /// <param name="file">The log.</param>
    /// <param name="reject">What was rejected.</param>
    public static string Write(string file, LogReject reject)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteNumber("row", reject.Row);
            json.WriteString("code", reject.Code);
            json.WriteString("reason", Whole(reject.Reason));
            if (reject.Record is { } record)
            {
                json.WriteString("format", record.Format);
                json.WritePropertyName("record");
                // What is JSON stays JSON, which is easier to mend than a text with a backslash before each quote.
                if (IsObject(record)) json.WriteRawValue(record.Text, skipInputValidation: true);
                else json.WriteStringValue(Whole(record.Text));
                if (record.Context is { } context)
                {
                    json.WritePropertyName("context");
                    JsonSerializer.Serialize(json, context, Options);
                }
            }
            else json.WriteString("raw", Whole(reject.Raw));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Whether a file is one of rejects, by its first bytes.</summary>
    internal static bool Begins(ReadOnlySpan<byte> head)
    {
        var (names, depth) = (new HashSet<string>(), 0);
        var reader = new Utf8JsonReader(head, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1) names.Add(reader.GetString()!);
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth) break;
            }
        }
        catch (JsonException)
        {
            // The first line is no JSON: whatever the file is, it was not written here.
            return false;
        }
        return names.IsSupersetOf(["file", "row", "code", "reason"]) && !names.Contains("specversion");
    }

    /// <summary>The record of a line; null: it has none.</summary>
    /// <exception cref="JsonException">The line is no JSON object of a rejects file.</exception>
    internal static LogRecord? Read(ReadOnlyMemory<byte> line, out string? code)
    {
        using var document = JsonDocument.Parse(line);
        code = document.RootElement.GetProperty("code"u8).GetString();
        if (!document.RootElement.TryGetProperty("record", out var record)) return null;
        var text = record.ValueKind == JsonValueKind.String ? record.GetString()! : record.GetRawText();
        return new LogRecord(document.RootElement.GetProperty("format"u8).GetString() ?? "", text)
        {
            Context = document.RootElement.TryGetProperty("context", out var context) ? context.Deserialize<RecordContext>(Options) : null,
        };
    }

    private static bool IsObject(LogRecord record)
    {
        if (record.Format is not (Ocel or CloudEvents) || record.Text.AsSpan().ContainsAny('\r', '\n')) return false;
        try
        {
            using var document = JsonDocument.Parse(record.Text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            // Broken JSON is a text: it is what has to be mended.
            return false;
        }
    }

    // A writer of JSON refuses half of a surrogate pair.
    private static ReadOnlySpan<byte> Whole(string text) => Encoding.UTF8.GetBytes(text);
}
