using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JourneyStore.Engine.Projections;

/// <summary>How rows of read models are stored: as <see cref="ViewJson"/>, properties in the order in which a <c>jsonb</c> keeps them.</summary>
public static class RowJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Options like these, with what else is done to types.</summary>
    internal static JsonSerializerOptions Make(params ReadOnlySpan<Action<JsonTypeInfo>> modifiers)
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        foreach (var modifier in modifiers) resolver.Modifiers.Add(modifier);
        resolver.Modifiers.Add(JsonbOrder.Apply);
        var options = new JsonSerializerOptions(ViewJson.Options) { TypeInfoResolver = resolver };
        options.MakeReadOnly();
        return options;
    }
}
