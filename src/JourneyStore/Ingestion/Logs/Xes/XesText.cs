using System.Text;
using System.Text.RegularExpressions;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs.Sources;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// The text of an XES file in the encoding that it is in: the one that its bytes prove, else the one that its XML declaration names, else
/// UTF-8. The declaration itself is taken off, with what stands before it: it has said what it had to say.
/// </summary>
internal static partial class XesText
{
    private const int HeadLength = 2_048;

    /// <summary>Opens the text.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="remark">Told when the file says one thing of its encoding and is another.</param>
    /// <param name="problem">Why it cannot be read; null: it can.</param>
    public static TextReader? Open(Stream stream, Action<string> remark, out string? problem)
    {
        var head = TextEncodings.Head(ref stream);
        if (EncodingOf(head, remark, out problem) is not { } encoding) return null;
        return WithoutDeclaration(TextEncodings.Read(stream, encoding));
    }

    /// <summary>Text that is in no encoding any more.</summary>
    public static TextReader WithoutDeclaration(TextReader reader)
    {
        var text = new PeekedText(reader, HeadLength);
        // Many writers leave a line above the declaration, which strict readers refuse.
        text.Skip(Padding.Before(text.Head));
        if (text.Head.StartsWith("<?xml ") && text.Head.IndexOf("?>") is > 0 and var end) text.Skip(end + 2);
        return text;
    }

    private static Encoding? EncodingOf(byte[] head, Action<string> remark, out string? problem)
    {
        problem = null;
        var proven = TextEncodings.Proven(head, out var isMarked);
        var match = Declaration().Match((proven ?? Encoding.Latin1).GetString(head));
        if (!match.Success) return proven ?? TextEncodings.Utf8;
        var declared = match.Groups["name"].Value.Trim();
        var isKnown = TextEncodings.TryFind(declared, out var named);
        // An encoding of two bytes in which the declaration itself is not written cannot be the file's.
        if (proven is null && isKnown && TextEncodings.IsWide(named!)) proven = TextEncodings.Utf8;
        if (proven is null)
        {
            if (!isKnown)
                problem = $"the file says that it is in the encoding '{declared}', which is not known here; "
                    + "save it as UTF-8, or correct the name in its first line";
            return named;
        }
        if (!isKnown || !TextEncodings.AreAlike(named!, proven))
            remark($"the file says that it is in '{declared}'; {TextEncodings.Word(proven, isMarked)}");
        return proven;
    }

    [GeneratedRegex("""<\?xml\s[^>]*?\bencoding\s*=\s*["'](?<name>[^"'>]*)["']""")]
    private static partial Regex Declaration();
}
