using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JourneyStore.Engine.Catalog;

/// <summary>Says in words why data has not the shape of its event type. Only on the way to a rejection, so it may take its time.</summary>
internal static class ShapeProblem
{
    private const int LongestQuote = 60;

    /// <summary>For instance <c>'score' is a number, found "nine"</c> or <c>'what' (text) is missing</c>.</summary>
    public static string Describe(JsonTypeInfo type, ReadOnlySpan<byte> json, JsonException wrong)
    {
        JsonDocument document;
        try { document = JsonDocument.Parse(json.ToArray()); }
        catch (JsonException unreadable) { return $"the data is not JSON: {unreadable.Message}"; }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) return $"the data is a JSON object, found {Found(document.RootElement)}";
            return Missing(type, document.RootElement) ?? Misshapen(type, document.RootElement, wrong.Path) ?? wrong.Message;
        }
    }

    /// <summary>What stands in the data, in words.</summary>
    public static string Found(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        return Found(document.RootElement);
    }

    private static string? Missing(JsonTypeInfo type, JsonElement root)
    {
        foreach (var property in type.Properties)
            if (property.IsRequired && !root.EnumerateObject().Any(p => p.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
                return $"'{property.Name}' ({Expected(property.PropertyType)}) is missing";
        return null;
    }

    // The path is the serializer's: $.evidence[1].position. Followed through the data and the types as far as both go.
    private static string? Misshapen(JsonTypeInfo type, JsonElement element, string? path)
    {
        if (path is null || !path.StartsWith("$.", StringComparison.Ordinal)) return null;
        var expected = type.Type;
        foreach (var step in path[2..].Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (element.ValueKind == JsonValueKind.Array && step[0] == '[' && int.TryParse(step.AsSpan(1, step.Length - 2), out var index))
            {
                if (index >= element.GetArrayLength() || EventJson.Options.GetTypeInfo(expected).ElementType is not { } item) return null;
                (element, expected) = (element[index], item);
                continue;
            }
            var property = EventJson.Options.GetTypeInfo(expected).Properties
                .FirstOrDefault(p => p.Name.Equals(step, StringComparison.OrdinalIgnoreCase));
            if (property is null || element.ValueKind != JsonValueKind.Object) break;
            expected = property.PropertyType;
            var value = element.EnumerateObject().LastOrDefault(p => p.Name.Equals(step, StringComparison.OrdinalIgnoreCase));
            if (value.Value.ValueKind == JsonValueKind.Undefined) return null;
            element = value.Value;
        }
        return $"'{path[2..]}' is {Expected(expected)}{(IsOfItsKind(expected, element) ? Range(expected) : "")}, found {Found(element)}";
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "text";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(DateTimeOffset)) return "a time in ISO 8601";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal)) return "a number";
        return EventJson.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Enumerable ? "an array" : $"an object ({type.Name})";
    }

    // What is a number and yet refused is one that the type does not hold, and "a number, found 1e400" would tell nobody.
    private static bool IsOfItsKind(Type type, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Number) return false;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return (type != typeof(int) && type != typeof(long)) || !element.TryGetDecimal(out var number) || decimal.IsInteger(number);
    }

    private static string Range(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => $" from {int.MinValue} to {int.MaxValue}, without a point or an exponent",
        TypeCode.Int64 => $" from {long.MinValue} to {long.MaxValue}, without a point or an exponent",
        TypeCode.Decimal => " of at most 7.9e28",
        TypeCode.Double => " of at most 1.7e308",
        TypeCode.Single => " of at most 3.4e38",
        _ => "",
    };

    private static string Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => element.GetRawText() is { Length: > LongestQuote } text ? text[..LongestQuote] + "…" : element.GetRawText(),
    };
}
