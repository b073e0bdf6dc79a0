using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Cli.Demo.Story;

namespace JourneyStore.Cli.Demo;

/// <summary>Story events as a CloudEvents batch, as any producer would send it.</summary>
internal static class CloudEventsBatch
{
    public const string MediaType = "application/cloudevents-batch+json";

    private static readonly JsonSerializerOptions Data = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The batch as UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Write(IEnumerable<StoryEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var one in events) Write(json, one);
            json.WriteEndArray();
        }
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, StoryEvent one)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", one.Id);
        json.WriteString("source", one.Source);
        json.WriteString("type", one.Type);
        json.WriteString("time", one.At.UtcDateTime);
        json.WriteString("customer", one.Customer);
        Optional(json, "account", one.Account);
        Optional(json, "process", one.Process);
        Optional(json, "caseid", one.CaseId);
        Optional(json, "activity", one.Activity);
        Optional(json, "actor", one.Actor);
        Optional(json, "channel", one.Channel);
        json.WriteString("datacontenttype", "application/json");
        json.WritePropertyName("data");
        JsonSerializer.Serialize(json, one.Data, Data);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
