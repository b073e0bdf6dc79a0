using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Events;

namespace JourneyStore.Engine.Catalog;

/// <summary>
/// Times in event data: ISO 8601, brought to UTC; the end of a day (<c>24:00:00</c>) and a leap second are read as everywhere (<see cref="MomentText"/>). A time
/// without an offset is taken for UTC: the serializer's own reading takes the time zone of the machine, and then the same event would mean two things
/// on two
/// machines.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A DateTime keeps whether an offset was written (Local), a Z (Utc) or nothing (Unspecified).
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        if (!reader.TryGetDateTime(out var read)) return ReadRare(reader.GetString()!);
        if (read.Kind == DateTimeKind.Unspecified) return new DateTimeOffset(read, TimeSpan.Zero);
        return reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : throw new JsonException();
    }

    /// <summary>What is a time and yet no <see cref="DateTime"/>.</summary>
    private static DateTimeOffset ReadRare(string text) =>
        MomentText.TryParse(text, out var moment) || MomentText.TryParse(text + "Z", out moment) ? moment : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
