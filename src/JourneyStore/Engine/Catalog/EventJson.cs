using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JourneyStore.Engine.Catalog;

/// <summary>
/// How event data is read and written: camelCase, nulls left out, unknown properties let through, a number in quotes read as a number,
/// a null where a value is needed refused, and a number that its type does not hold. What a record only computes (its title) is not written. A
/// property is read whatever the case of its
/// letters; two that differ in nothing else are refused, because which of them counts would depend on their order, and a database of JSON keeps its
/// own.
/// </summary>
public static class EventJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new FiniteNumberConverter());
        options.Converters.Add(new FiniteSingleConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
