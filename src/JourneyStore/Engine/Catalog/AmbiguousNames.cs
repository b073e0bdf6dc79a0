using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JourneyStore.Engine.Catalog;

/// <summary>Finds properties that stand in one object twice, under names that differ only in case. Only on the way to a rejection, so it may take its
/// time.</summary>
internal static class AmbiguousNames
{
    /// <summary>The first property of the type, or of a type within it, that is given twice; null: none is, or the text is no JSON.</summary>
    public static string? Find(JsonTypeInfo type, ReadOnlySpan<byte> json) => Look(json, root => Within(type, root, ""));

    /// <summary>The first two names of one object, at any depth, that differ only in case; null: there are none, or the text is no JSON.</summary>
    public static string? Find(ReadOnlySpan<byte> json) => Look(json, root => Anywhere(root, ""));

    private static string? Look(ReadOnlySpan<byte> json, Func<JsonElement, string?> look)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return look(document.RootElement);
        }
        catch (JsonException)
        {
            // What is wrong with it is somebody else's to say.
            return null;
        }
    }

    private static string? Within(JsonTypeInfo type, JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when type.Kind == JsonTypeInfoKind.Object:
                var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (var member in element.EnumerateObject())
                {
                    if (type.Properties.FirstOrDefault(known =>
                        known.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) is not { } property) continue;
                    if (!seen.TryAdd(property.Name, member.Name))
                        return $"'{path}{property.Name}' is given twice, as \"{seen[property.Name]}\" and as \"{member.Name}\"; names that differ only in case are one, "
                            + $"give it once, as \"{property.Name}\"";
                    if (Within(EventJson.Options.GetTypeInfo(property.PropertyType), member.Value, $"{path}{property.Name}.") is { } deeper) return deeper;
                }
                return null;
            case JsonValueKind.Array when type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item }:
                return Items(element, path, (value, at) => Within(EventJson.Options.GetTypeInfo(item), value, at));
            default:
                return null;
        }
    }

    private static string? Anywhere(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array) return Items(element, path, Anywhere);
        if (element.ValueKind != JsonValueKind.Object) return null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            if (!seen.Add(member.Name) && seen.TryGetValue(member.Name, out var other))
                return $"'{path}{member.Name}' is given twice, as \"{other}\" and as \"{member.Name}\"; names that differ only in case are one, give it once";
            if (Anywhere(member.Value, $"{path}{member.Name}.") is { } deeper) return deeper;
        }
        return null;
    }

    private static string? Items(JsonElement array, string path, Func<JsonElement, string, string?> look)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
            if (look(item, $"{path.TrimEnd('.')}[{index++}].") is { } problem) return problem;
        return null;
    }
}
