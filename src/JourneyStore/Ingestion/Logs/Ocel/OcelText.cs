using System.Globalization;
using System.Text;
using System.Text.Unicode;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Ingestion.Logs.Sources;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>What stands in an element's strings and is no text: bytes that are not UTF-8, and escapes of half a surrogate pair.</summary>
internal static class OcelText
{
    private const int EscapeLength = 6;
    private static readonly byte[] NotText = Encoding.UTF8.GetBytes([TextEncodings.NotText]);

    /// <summary>What is wrong; null: nothing.</summary>
    public static string? Problem(ReadOnlySpan<byte> element)
    {
        if (!Utf8.IsValid(element)) return "it has bytes that are not UTF-8, the only encoding of JSON; save the file as UTF-8";
        if (element.IndexOf(NotText) >= 0) return "what was no text stands in it as U+FDD0; put the letters there";
        return JsonEscapes.Problem(element) is not null ? "it has an escape of NUL or of half a surrogate pair, which is no text" : null;
    }

    /// <summary>The element as JSON that can be read, with a mark where it was no text.</summary>
    public static string Marked(ReadOnlySpan<byte> element)
    {
        var text = TextEncodings.Utf8.GetString(element);
        var marked = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var length = text[i] != '\\' ? 1 : text[i + 1] != 'u' ? 2 : EscapeLength;
            if (length == EscapeLength && Unit(text, i) is var unit && (unit == 0 || char.IsSurrogate(unit)))
            {
                var next = i + EscapeLength;
                var isPair = char.IsHighSurrogate(unit) && text.AsSpan(next).StartsWith("\\u") && char.IsLowSurrogate(Unit(text, next));
                if (isPair) marked.Append(text, i, 2 * EscapeLength);
                else marked.Append(TextEncodings.NotText);
                i += isPair ? 2 * EscapeLength : EscapeLength;
                continue;
            }
            marked.Append(text, i, length);
            i += length;
        }
        return marked.ToString();
    }

    private static char Unit(string text, int backslash) =>
        (char)ushort.Parse(text.AsSpan(backslash + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
