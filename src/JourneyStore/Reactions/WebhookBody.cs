using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Reactions;

/// <summary>
/// A stored event as one structured CloudEvent (JSON): the attributes with which it could have been sent here, our own id of the customer
/// before the identifiers, and <c>position</c> and <c>recordedtime</c>.
/// </summary>
internal static class WebhookBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JourneyEvent @event)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", @event.Id);
            json.WriteString("source", @event.Source);
            json.WriteString("type", @event.Type);
            json.WriteString("time", @event.OccurredAt.UtcDateTime);
            json.WriteString("recordedtime", @event.RecordedAt.UtcDateTime);
            // A CloudEvents integer has 32 bits.
            json.WriteString("position", @event.Position.ToString(CultureInfo.InvariantCulture));
            json.WriteString("customer",
                List([new Identifier(Identifier.OwnType, @event.Customer), .. @event.Identifiers.Where(i => i.Type != Identifier.OwnType)]));
            if (@event.Account.Count > 0) json.WriteString("account", List(@event.Account));
            Text("process", @event.Process);
            Text("caseid", @event.CaseId);
            Text("activity", @event.Activity);
            Text("actor", @event.Actor);
            Text("channel", @event.Channel);
            Text("correlationid", @event.CorrelationId);
            Text("causationid", @event.CausationId);
            if (@event.SchemaVersion != 1) json.WriteNumber("schemaversion", @event.SchemaVersion);
            if (!@event.Data.IsEmpty)
            {
                json.WriteString("datacontenttype", "application/json");
                json.WritePropertyName("data");
                json.WriteRawValue(@event.Data.Span, skipInputValidation: true);
            }
            json.WriteEndObject();

            void Text(string name, string? value)
            {
                if (value is not null) json.WriteString(name, value);
            }
        }
        return buffer.ToArray();
    }

    private static string List(IEnumerable<Identifier> identifiers) => string.Join(',', identifiers);
}
