using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using JourneyStore.Engine.Intake.Checks;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>
/// What octets are by their media type: JSON is kept as the value that it is, text as a string, anything else as octets in base64. The same for the
/// body of
/// an event in headers and for <c>data_base64</c>, so that an event is one and the same in whichever mode it comes.
/// </summary>
internal static class EventData
{
    private static readonly JsonSerializerOptions TextJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads octets that are said to be of a media type.</summary>
    /// <param name="declared">Their media type; null: not said, which means JSON.</param>
    /// <param name="octets">The octets; empty: no data. The answer may refer to this memory.</param>
    /// <param name="data">The data as one JSON value; empty: none.</param>
    /// <param name="isBase64">Whether that is a string of octets in base64.</param>
    public static Rejection? Read(MediaType? declared, ReadOnlyMemory<byte> octets, out ReadOnlyMemory<byte> data, out bool isBase64)
    {
        data = default;
        isBase64 = false;
        if (octets.IsEmpty) return null;
        if (declared is null or { IsJson: true })
        {
            var json = CloudEventJson.WithoutMark(InUtf8(declared, octets));
            if (DataCheck.Check(json.Span) is { } problem) return problem;
            data = Trim(json);
            return null;
        }
        if (declared is { IsText: true } text && Text(text, octets.Span) is { } read)
        {
            data = JsonSerializer.SerializeToUtf8Bytes(read, TextJson);
            return null;
        }
        data = Octets(octets.Span);
        isBase64 = true;
        return null;
    }

    /// <summary>Octets as a JSON string in base64.</summary>
    public static ReadOnlyMemory<byte> Octets(ReadOnlySpan<byte> octets) =>
        JsonSerializer.SerializeToUtf8Bytes(Convert.ToBase64String(octets), TextJson);

    /// <summary>The octets as text; null when they are not the text they claim to be, or cannot be kept as text: then the octets are kept.</summary>
    private static string? Text(MediaType declared, ReadOnlySpan<byte> octets)
    {
        if (declared.IsUtf8)
        {
            if (octets.StartsWith("\uFEFF"u8)) octets = octets[3..];
            return Utf8.IsValid(octets) && !octets.Contains((byte)0) ? Encoding.UTF8.GetString(octets) : null;
        }
        return Decoded(declared, octets) is { } text && !text.Contains('\0') ? text : null;
    }

    /// <summary>JSON that says to be in another charset, in the UTF-8 that JSON is in by right; as it is, where it is UTF-8 all the same.</summary>
    private static ReadOnlyMemory<byte> InUtf8(MediaType? declared, ReadOnlyMemory<byte> octets)
    {
        if (declared is not { IsUtf8: false } other) return octets;
        if (Utf8.IsValid(octets.Span) && !octets.Span.Contains((byte)0)) return octets;
        return Decoded(other, octets.Span) is { } text ? Encoding.UTF8.GetBytes(text) : octets;
    }

    private static string? Decoded(MediaType declared, ReadOnlySpan<byte> octets)
    {
        try
        {
            // Built in are Unicode's own encodings, ASCII and Latin-1; all others are code pages.
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(declared.Charset!, EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(declared.Charset!, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var text = encoding.GetString(octets);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        // A charset that nobody knows, one that is not safe to read (UTF-7), or octets that are not of it.
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> json)
    {
        var from = json.Span.IndexOfAnyExcept(" \t\r\n"u8);
        var to = json.Span.LastIndexOfAnyExcept(" \t\r\n"u8);
        return json[from..(to + 1)];
    }
}
