using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Engine.Catalog;

namespace JourneyStore.Engine.Projections;

/// <summary>How read models are written: camelCase, enums as lower-case words, times in UTC with <c>Z</c>, nulls left out.</summary>
public static class ViewJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
