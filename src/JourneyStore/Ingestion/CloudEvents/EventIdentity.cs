using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>Finds <c>id</c> and <c>source</c> of an event that is rejected, so that its producer recognises it in the answer.</summary>
internal static class EventIdentity
{
    /// <summary>Looks into the text of one event, which a reader has passed over already.</summary>
    public static (string? Id, string? Source) Find(ReadOnlySpan<byte> json)
    {
        string? id = null, source = null;
        var reader = new Utf8JsonReader(json, DataCheck.Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = !reader.ValueIsEscaped && reader.ValueTextEquals("id"u8);
            var isSource = !reader.ValueIsEscaped && reader.ValueTextEquals("source"u8);
            reader.Read();
            if (isId) id ??= Text(ref reader);
            else if (isSource) source ??= Text(ref reader);
            else reader.Skip();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        }
        return (id, source);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || DataCheck.Text(ref reader) is not null) return null;
        var text = Padding.Strip(reader.GetString());
        return text is not null && TextCheck.Problem(text) is null ? text : null;
    }
}
