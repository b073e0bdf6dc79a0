using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Engine.Signals;

/// <summary>
/// A part of a state that is written as an array of its values, without their names: what a state keeps many of is read and written with every event,
/// and names
/// are half of it. Whoever changes the values or their order changes the signal's version.
/// </summary>
/// <typeparam name="TSelf">The part.</typeparam>
public interface ICompact<TSelf> where TSelf : ICompact<TSelf>
{
    /// <summary>Writes the values, one after the other.</summary>
    void WriteValues(Utf8JsonWriter json);

    /// <summary>Reads them in the same order, each by one of <see cref="CompactValues"/>.</summary>
    static abstract TSelf ReadValues(ref Utf8JsonReader json);
}

/// <summary>Reads the next value of an array.</summary>
public static class CompactValues
{
    /// <summary>A text; null where null was written.</summary>
    public static string? NextText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    /// <summary>A whole number.</summary>
    public static long NextNumber(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }

    /// <summary>A number.</summary>
    public static double NextAmount(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetDouble();
    }

    /// <summary>A moment, written by <see cref="WriteMoment"/>.</summary>
    public static DateTimeOffset NextMoment(this ref Utf8JsonReader json) => new(json.NextNumber(), TimeSpan.Zero);

    /// <summary>Writes a moment as ticks of 100 ns since the year 1, UTC.</summary>
    public static void WriteMoment(this Utf8JsonWriter json, DateTimeOffset moment) => json.WriteNumberValue(moment.UtcTicks);
}

/// <summary>Writes what is <see cref="ICompact{TSelf}"/>; the part's own type names it in a <see cref="JsonConverterAttribute"/>.</summary>
/// <typeparam name="T">The part.</typeparam>
public sealed class CompactJson<T> : JsonConverter<T> where T : ICompact<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        var part = T.ReadValues(ref reader);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? part : throw new JsonException();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        value.WriteValues(writer);
        writer.WriteEndArray();
    }
}
