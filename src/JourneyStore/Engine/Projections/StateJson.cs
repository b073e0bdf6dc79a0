using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// How states are written that only their own fold reads: as <see cref="RowJson"/>, without what a new object has anyway. A state is
/// written with every event, so its size is part of what an event costs.
/// </summary>
public static class StateJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = RowJson.Make(LeaveOut);

    private static void LeaveOut(JsonTypeInfo type)
    {
        // Without a constructor that asks for nothing there is no new object to compare with.
        if (type.Kind != JsonTypeInfoKind.Object || type.CreateObject is null) return;
        object? fresh = null;
        foreach (var property in type.Properties)
        {
            if (property.IsRequired || property.Get is not { } get) continue;
            fresh ??= type.CreateObject();
            var start = get(fresh);
            if (start is null or ValueType) property.ShouldSerialize = (_, value) => !Equals(value, start);
            else if (start is ICollection { Count: 0 }) property.ShouldSerialize = (_, value) => value is not ICollection { Count: 0 };
        }
    }
}
