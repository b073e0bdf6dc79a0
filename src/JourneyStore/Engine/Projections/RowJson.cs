using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JourneyStore.Engine.Projections;

/// <summary>How rows of read models are stored: as <see cref="ViewJson"/>, properties in the order in which a <c>jsonb</c> keeps them.</summary>
public static class RowJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(ViewJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { JsonbOrder.Apply } } };
        options.MakeReadOnly();
        return options;
    }
}
