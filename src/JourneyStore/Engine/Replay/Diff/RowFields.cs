using System.Globalization;
using System.Text.Json;

namespace JourneyStore.Engine.Replay.Diff;

/// <summary>A row as a flat list of fields with comparable values.</summary>
internal static class RowFields
{
    // By the first of these that all elements of a list have, its elements are told apart instead of by their places.
    private static readonly string[] Names = ["name", "key", "id", "caseId", "promiseId", "eventId", "priority"];

    private const int MostDepth = 12;
    private const int Longest = 60;

    /// <summary>The fields by path. Of fields that share a path (elements of a list without names) the values stand side by side.</summary>
    public static Dictionary<string, string> Of(JsonElement row)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(fields, "", row, 0);
        return fields;
    }

    /// <summary>A value for people: not longer than a line bears.</summary>
    public static string Short(string value) => value.Length <= Longest ? value : value[..Longest].TrimEnd() + "…";

    private static void Add(Dictionary<string, string> fields, string path, JsonElement value, int depth)
    {
        if (value.ValueKind == JsonValueKind.Object && depth < MostDepth)
        {
            foreach (var member in value.EnumerateObject()) Add(fields, Join(path, member.Name), member.Value, depth + 1);
        }
        else if (value.ValueKind == JsonValueKind.Array && depth < MostDepth)
        {
            var name = NameOf(value);
            foreach (var element in value.EnumerateArray())
                Add(fields, name is null ? Items(path) : Join(path, Text(element.GetProperty(name))), element, depth + 1);
        }
        else fields[path] = fields.TryGetValue(path, out var before) ? $"{before}, {Text(value)}" : Text(value);
    }

    // Buckets of a histogram and the like are one field.
    private static string Join(string path, string name) => $"{path}{(path.Length == 0 ? "" : ".")}{(name.All(char.IsAsciiDigit) ? "*" : name)}";

    private static string Items(string path) => path.EndsWith(".*", StringComparison.Ordinal) ? path : path + "[]";

    private static string? NameOf(JsonElement list) => Names.FirstOrDefault(name => list.GetArrayLength() > 0 && list.EnumerateArray().All(
        element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.String or JsonValueKind.Number));

    // Numbers that are equal are written alike: 1.0 is 1.
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetDecimal(out var number) =>
            number.ToString("0.############################", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
