using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Engine.Catalog;

/// <summary>
/// Numbers with a fraction in event data, also in quotes; one that is beyond what a <see cref="double"/> holds (1.8 × 10³⁰⁸) is refused: the serializer would
/// take it for infinity, which no row of JSON can keep.
/// </summary>
public sealed class FiniteNumberConverter : JsonConverter<double>
{
    /// <inheritdoc />
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var number = reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.String when double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var quoted) => quoted,
            _ => throw new JsonException(),
        };
        return double.IsFinite(number) ? number : throw new JsonException();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
