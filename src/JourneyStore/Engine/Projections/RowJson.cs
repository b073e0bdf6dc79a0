using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using JourneyStore.Engine.Catalog;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// How rows of read models are stored: camelCase, nulls left out, times in UTC, an enum by its name (as Marten's LINQ compares it), properties in the
/// order in which a
/// <c>jsonb</c> keeps them. A property under two names that differ only in case is refused, as in event data: which of them counted would depend on
/// their
/// order, and a <c>jsonb</c> keeps its own. How an answer shows them is <see cref="ViewJson"/>'s.
/// </summary>
public static class RowJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The same for Marten, which writes whatever an application keeps beside; its own to change.</summary>
    internal static JsonSerializerOptions Documents => Stored();

    /// <summary>Options like these, with what else is done to types.</summary>
    internal static JsonSerializerOptions Make(params ReadOnlySpan<Action<JsonTypeInfo>> modifiers)
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        foreach (var modifier in modifiers) resolver.Modifiers.Add(modifier);
        resolver.Modifiers.Add(JsonbOrder.Apply);
        var options = Stored();
        options.TypeInfoResolver = resolver;
        options.MakeReadOnly();
        return options;
    }

    private static JsonSerializerOptions Stored()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowDuplicateProperties = false,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new JsonStringEnumConverter());
        return options;
    }
}
