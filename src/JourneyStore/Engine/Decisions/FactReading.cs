using System.Globalization;
using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Engine.Decisions;

/// <summary>How facts are read: the same for the check of a question and for the policy that is asked.</summary>
internal static class FactReading
{
    /// <summary>A fact that is said; null: absent, null, or a blank text.</summary>
    public static JsonElement? Said(JsonElement facts, string name) =>
        facts.ValueKind == JsonValueKind.Object && facts.TryGetProperty(name, out var value) && IsSaid(value) ? value : null;

    public static bool IsSaid(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            && !(value.ValueKind == JsonValueKind.String && Padding.IsBlank(value.GetString()));

    public static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? Padding.Strip(text.GetString()) : null;

    public static double? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var read) && double.IsFinite(read) ? read : null;

    public static bool? Flag(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    public static DateTimeOffset? Moment(JsonElement? value) => Text(value) is { } text && MomentText.TryParse(text, out var moment) ? moment : null;

    public static int? Rank(JsonElement? value)
    {
        if (Number(value) is { } number) return number is >= 1 and <= int.MaxValue && number == Math.Floor(number) ? (int)number : null;
        if (Text(value) is not { } text) return null;
        var blank = text.AsSpan().IndexOf(' ');
        return int.TryParse(blank < 0 ? text : text.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank >= 1
            ? rank : null;
    }

    public static string? OneOf(JsonElement? value, IReadOnlyList<string> words) =>
        Text(value) is { } text ? words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) : null;
}
