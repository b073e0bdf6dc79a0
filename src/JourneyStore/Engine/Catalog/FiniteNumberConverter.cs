using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Engine.Catalog;

/// <summary>
/// Reads a number that a <see cref="double"/> holds; one that is greater is refused. The serializer makes infinity of it, which no JSON can say again: the
/// first view that keeps it could not be written.
/// </summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    private const NumberStyles Written = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var number = reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.String when double.TryParse(reader.GetString(), Written, CultureInfo.InvariantCulture, out var quoted) => quoted,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>As <see cref="FiniteNumberConverter"/>, for a <see cref="float"/>.</summary>
internal sealed class FiniteSingleConverter : JsonConverter<float>
{
    private static readonly FiniteNumberConverter Wide = new();

    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (float)Wide.Read(ref reader, typeof(double), options) is var number && float.IsFinite(number) ? number : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
