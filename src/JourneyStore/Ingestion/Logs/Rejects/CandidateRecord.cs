using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs;

/// <summary>An event that was read but not taken, as the CloudEvent that it is, with all that it had: to be mended and imported.</summary>
public static class CandidateRecord
{
    /// <summary>The record of an event.</summary>
    /// <param name="one">The event.</param>
    public static LogRecord Of(EventCandidate one)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, one);
        return new LogRecord(RejectLine.CloudEvents, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, EventCandidate one)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        Text("id", one.Id);
        Text("source", one.Source);
        Text("type", one.Type);
        Text("time", one.OccurredAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        Text("customer", List(one.Customer));
        Text("account", List(one.Account));
        Text("process", one.Process);
        Text("caseid", one.CaseId);
        Text("activity", one.Activity);
        Text("actor", one.Actor);
        Text("channel", one.Channel);
        Text("correlationid", one.CorrelationId);
        Text("causationid", one.CausationId);
        Text("traceparent", one.TraceParent);
        Text("subject", one.Subject);
        Text("dataschema", one.DataSchema);
        Text("datacontenttype", one.DataContentType);
        if (one.SchemaVersion != 1) Text("schemaversion", one.SchemaVersion.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in one.Extensions ?? new Dictionary<string, string>()) Raw(name, Encoding.UTF8.GetBytes(value));
        if (!one.Data.IsEmpty) Raw(one.DataIsBase64 ? "data_base64" : "data", one.Data.Span);
        json.WriteEndObject();

        void Text(string name, string? value)
        {
            // By way of UTF-8, which replaces half of a surrogate pair instead of refusing it.
            if (value is not null) json.WriteString(name, Encoding.UTF8.GetBytes(value));
        }

        void Raw(string name, ReadOnlySpan<byte> value)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
    }

    private static string? List(IReadOnlyList<Identifier> identifiers) => identifiers.Count == 0 ? null : string.Join(',', identifiers);
}
