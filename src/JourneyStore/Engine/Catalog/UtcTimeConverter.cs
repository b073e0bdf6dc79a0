using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Engine.Catalog;

/// <summary>
/// Times in event data: ISO 8601, brought to UTC. A time without an offset is taken for UTC: the serializer's own reading takes the
/// time zone of the machine, and then the same event would mean two things on two machines.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A DateTime keeps whether an offset was written (Local), a Z (Utc) or nothing (Unspecified).
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var read)) throw new JsonException();
        if (read.Kind == DateTimeKind.Unspecified) return new DateTimeOffset(read, TimeSpan.Zero);
        return reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : throw new JsonException();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
