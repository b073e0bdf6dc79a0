using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Events;

/// <summary>
/// An event whose type is not in the catalogue, as a program reads it that knows only Marten: its data, one JSON value of any kind, as it came. Its
/// own type
/// is the column <c>type</c> of its row, and its header <c>type</c>.
/// </summary>
/// <param name="Data">The JSON value; <c>{}</c> when the event has no data.</param>
[JsonConverter(typeof(FreeEventConverter))]
public sealed record FreeEvent(JsonElement Data)
{
    /// <summary>The name under which the class is known to Marten; no event bears it.</summary>
    public const string MappedName = "journeystore.free";

    internal sealed class FreeEventConverter : JsonConverter<FreeEvent>
    {
        public override bool HandleNull => true;

        public override FreeEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, FreeEvent value, JsonSerializerOptions options) => value.Data.WriteTo(writer);
    }
}
