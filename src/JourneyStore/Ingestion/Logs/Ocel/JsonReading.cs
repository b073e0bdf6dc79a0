using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>Reading JSON that may hold anything where something was expected.</summary>
internal static class JsonReading
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool TryText(this JsonElement element, string member, [NotNullWhen(true)] out string? text)
    {
        text = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value.AsTextOrNull() : null;
        return text is not null;
    }

    /// <summary>A text without blanks around it, or a number as it is written: ids are numbers in some logs. Null: neither, or blank.</summary>
    public static string? AsTextOrNull(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Padding.Strip(value.GetString()),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    /// <summary>As <see cref="AsTextOrNull"/>, where anything else is its own JSON. Null: JSON's null, or blank.</summary>
    public static string? AsText(this JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.AsTextOrNull()
        : value.ValueKind == JsonValueKind.Null ? null
        : value.GetRawText();

    /// <summary>The objects of a member that is a list; none when it is absent or something else.</summary>
    public static IEnumerable<JsonElement> Children(this JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : Enumerable.Empty<JsonElement>();

    /// <summary>
    /// The attributes of an event or object: a list of names and values, each with the time since which it holds, or, as some programs write them, an
    /// object
    /// whose members they are.
    /// </summary>
    public static IEnumerable<(string Name, JsonElement Value, string? Since)> Attributes(this JsonElement element)
    {
        const string Member = "attributes";
        foreach (var attribute in element.Children(Member))
            if (attribute.TryText("name", out var name) && attribute.TryGetProperty("value", out var value))
                yield return (name, value, attribute.TryText("time", out var since) ? since : null);
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(Member, out var members)
            || members.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in members.EnumerateObject())
            if (Padding.Strip(member.Name) is { } name) yield return (name, member.Value, null);
    }

    /// <summary>The element on one line.</summary>
    public static string OneLine(this JsonElement element) =>
        element.GetRawText() is var text && text.AsSpan().ContainsAny('\r', '\n') ? JsonSerializer.Serialize(element, Plain) : text;

    public static string Shorten(this JsonElement element) =>
        element.GetRawText() is { Length: > 120 } text ? text[..120] + "…" : element.GetRawText();
}
