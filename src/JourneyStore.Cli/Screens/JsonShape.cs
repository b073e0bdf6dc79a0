using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Cli.Screens;

/// <summary>How answers are written as JSON: as the HTTP API writes them.</summary>
internal static class JsonShape
{
    /// <summary>For one document.</summary>
    public static readonly JsonSerializerOptions Indented = Make(indented: true);

    /// <summary>For a line of many.</summary>
    public static readonly JsonSerializerOptions Compact = Make(indented: false);

    private static JsonSerializerOptions Make(bool indented)
    {
        var options = new JsonSerializerOptions(ViewJson.Options) { WriteIndented = indented, DefaultIgnoreCondition = JsonIgnoreCondition.Never };
        options.Converters.Add(new UtcMoment());
        return options;
    }

    private sealed class UtcMoment : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
