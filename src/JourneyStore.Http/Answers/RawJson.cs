using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Http.Answers;

/// <summary>Any JSON value, as it is stored.</summary>
/// <remarks>It goes into an answer without being read; empty: null.</remarks>
/// <param name="Utf8">One JSON value.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8);

/// <summary>Writes <see cref="RawJson"/>; answers are never read.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        if (value.Utf8.IsEmpty) writer.WriteNullValue();
        // What the store holds was checked when it came in.
        else writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
