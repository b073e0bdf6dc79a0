using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>
/// Which encoding a text file is in, by what proves it: its byte order mark, or the zeros that only UTF-16 and UTF-32 put between letters.
/// What a map or the file itself says counts after that.
/// </summary>
internal static class TextEncodings
{
    /// <summary>Stands for bytes that are no text. Unicode will never make it a character, so no text holds it by right; XML lets it pass.</summary>
    public const char NotText = '\uFDD0';

    /// <summary>How much of a file's beginning is looked at, in bytes.</summary>
    public const int HeadLength = 4096;

    public static Encoding Utf8 { get; } = Make("utf-8");

    /// <summary>The encoding that the bytes themselves prove; null: one of those of which a byte is a letter.</summary>
    /// <param name="head">The file's first bytes.</param>
    /// <param name="isMarked">Whether a byte order mark says it.</param>
    public static Encoding? Proven(ReadOnlySpan<byte> head, out bool isMarked)
    {
        var name = head switch
        {
            [0xff, 0xfe, 0, 0, ..] => "utf-32",
            [0, 0, 0xfe, 0xff, ..] => "utf-32BE",
            [0xff, 0xfe, ..] => "utf-16",
            [0xfe, 0xff, ..] => "utf-16BE",
            [0xef, 0xbb, 0xbf, ..] => "utf-8",
            _ => null,
        };
        isMarked = name is not null;
        name ??= head switch
        {
            [not 0, 0, 0, 0, not 0, 0, 0, 0, ..] => "utf-32",
            [0, 0, 0, not 0, 0, 0, 0, not 0, ..] => "utf-32BE",
            [not 0, 0, not 0, 0, ..] => "utf-16",
            [0, not 0, 0, not 0, ..] => "utf-16BE",
            _ => null,
        };
        return name is null ? null : Make(name);
    }

    /// <summary>What to say of a file whose bytes prove another encoding than it is said to have.</summary>
    public static string Word(Encoding proven, bool isMarked) =>
        $"its {(isMarked ? "byte order mark says" : "bytes say")} {proven.WebName}, so it is read as {proven.WebName}";

    /// <summary>An encoding by the name that a map or a file gives it, code pages of Windows and of nations included.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Encoding? encoding)
    {
        encoding = null;
        try
        {
            encoding = Make(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Not known, or not safe to read (UTF-7): whoever asks says so with the place.
            return false;
        }
        return true;
    }

    /// <summary>Whether two are the same but for the order of their bytes.</summary>
    public static bool AreAlike(Encoding one, Encoding other) => Family(one) == Family(other);

    /// <summary>Whether a letter takes more than a byte of which one is zero.</summary>
    public static bool IsWide(Encoding encoding) => Family(encoding) is 1200 or 12000;

    /// <summary>Begins to read a stream in an encoding; its byte order mark is passed over.</summary>
    public static TextReader Read(Stream stream, Encoding encoding) =>
        new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);

    /// <summary>Takes a stream's first bytes and gives the whole of it back.</summary>
    public static byte[] Head(ref Stream stream)
    {
        var head = new byte[HeadLength];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream = new ConcatenatedStream(new MemoryStream(head), stream);
        return head;
    }

    /// <summary>A stream whose text is UTF-8, for formats that are written in nothing else but by mistake.</summary>
    public static Stream AsUtf8(Stream stream)
    {
        var head = Head(ref stream);
        return Proven(head, out _) is { } encoding && IsWide(encoding) ? Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8) : stream;
    }

    private static int Family(Encoding encoding) => encoding.CodePage switch { 1201 => 1200, 12001 => 12000, var page => page };

    private static Encoding Make(string name)
    {
        var (to, from) = (new EncoderReplacementFallback("?"), new DecoderReplacementFallback(NotText.ToString()));
        return CodePagesEncodingProvider.Instance.GetEncoding(name, to, from) ?? Encoding.GetEncoding(name, to, from);
    }
}
