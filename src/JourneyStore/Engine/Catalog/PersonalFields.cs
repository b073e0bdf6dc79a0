using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using JourneyStore.Events;

namespace JourneyStore.Engine.Catalog;

/// <summary>What is personal in the data of a type (<see cref="PersonalAttribute"/>), and the data without it.</summary>
internal static class PersonalFields
{
    private const string Text = "erased";

    private static readonly HashSet<Type> Numbers =
        [typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal), typeof(uint), typeof(ulong)];

    /// <summary>Leaves out, or blanks, what is marked, at any depth.</summary>
    /// <param name="data">Data as the record is written.</param>
    /// <param name="type">How the record is written.</param>
    public static void Blank(JsonNode? data, JsonTypeInfo type)
    {
        if (data is JsonArray list && type.ElementType is { } element)
        {
            var of = EventJson.Options.GetTypeInfo(element);
            foreach (var one in list) Blank(one, of);
            return;
        }
        if (data is not JsonObject record || type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
        {
            if (!record.ContainsKey(property.Name)) continue;
            if (!IsPersonal(property)) Blank(record[property.Name], EventJson.Options.GetTypeInfo(property.PropertyType));
            else if (MayBeLeftOut(property)) record.Remove(property.Name);
            else record[property.Name] = Blanked(property);
        }
    }

    /// <summary>Sees at the start that what is marked can be blanked.</summary>
    /// <exception cref="InvalidOperationException">A marked property that can neither be left out nor be blanked.</exception>
    public static void Check(JsonTypeInfo type, Type root, HashSet<Type>? seen = null)
    {
        seen ??= [];
        if (!seen.Add(type.Type)) return;
        if (type.ElementType is { } element) Check(EventJson.Options.GetTypeInfo(element), root, seen);
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
        {
            if (!IsPersonal(property)) Check(EventJson.Options.GetTypeInfo(property.PropertyType), root, seen);
            else if (!MayBeLeftOut(property) && !CanBeBlanked(property))
                throw new InvalidOperationException(
                    $"{root}: '{property.Name}' is marked as personal and is demanded, and a {property.PropertyType.Name} has no value that says nothing. Make it nullable.");
        }
    }

    private static bool IsPersonal(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(PersonalAttribute), inherit: true) is true;

    private static bool MayBeLeftOut(JsonPropertyInfo property) => property is { IsRequired: false, IsSetNullable: true };

    private static bool CanBeBlanked(JsonPropertyInfo property) =>
        property.IsSetNullable || property.PropertyType == typeof(string) || property.PropertyType == typeof(bool)
        || Numbers.Contains(property.PropertyType)
        || EventJson.Options.GetTypeInfo(property.PropertyType).Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary;

    private static JsonNode? Blanked(JsonPropertyInfo property) =>
        property.IsSetNullable ? null
        : property.PropertyType == typeof(string) ? JsonValue.Create(Text)
        : property.PropertyType == typeof(bool) ? JsonValue.Create(false)
        : Numbers.Contains(property.PropertyType) ? JsonValue.Create(0)
        : EventJson.Options.GetTypeInfo(property.PropertyType).Kind == JsonTypeInfoKind.Dictionary ? new JsonObject()
        : new JsonArray();
}
