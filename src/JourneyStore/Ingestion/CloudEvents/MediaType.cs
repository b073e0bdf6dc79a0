using System.Buffers;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>A media type as RFC 2046 writes it, as far as a reader of events needs it.</summary>
/// <param name="Essence">Type and subtype, lower-case, for instance <c>application/json</c>.</param>
/// <param name="Charset">The <c>charset</c> parameter, lower-case; null: not said.</param>
public readonly record struct MediaType(string Essence, string? Charset)
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Whether it says JSON: subtype <c>json</c> or a subtype that ends with <c>+json</c>.</summary>
    public bool IsJson => Essence.EndsWith("/json", StringComparison.Ordinal) || Essence.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Whether it says text of some kind.</summary>
    public bool IsText =>
        Charset is not null || Essence.StartsWith("text/", StringComparison.Ordinal) || Essence == "application/xml"
        || Essence.EndsWith("+xml", StringComparison.Ordinal) || Essence is "application/x-www-form-urlencoded" or "application/yaml";

    /// <summary>Whether its charset is UTF-8 or a part of it, which is what text without a charset is taken for.</summary>
    public bool IsUtf8 => Charset is null or "utf-8" or "utf8" or "us-ascii";

    /// <summary>Reads a media type with its parameters.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MediaType mediaType)
    {
        mediaType = default;
        // By far the most frequent one costs no allocation.
        if (text is "application/json")
        {
            mediaType = new MediaType("application/json", null);
            return true;
        }
        var semicolon = text.IndexOf(';');
        var essence = (semicolon < 0 ? text : text[..semicolon]).Trim();
        var slash = essence.IndexOf('/');
        if (slash < 0 || !IsToken(essence[..slash]) || !IsToken(essence[(slash + 1)..])) return false;

        string? charset = null;
        var rest = semicolon < 0 ? default : text[semicolon..];
        while (!rest.IsEmpty)
            if (!Parameter(ref rest, ref charset)) return false;
        mediaType = new MediaType(essence.ToString().ToLowerInvariant(), charset);
        return true;
    }

    private static bool Parameter(ref ReadOnlySpan<char> rest, ref string? charset)
    {
        if (rest[0] != ';') return false;
        rest = rest[1..].TrimStart();
        if (rest.IsEmpty || rest[0] == ';') return true;
        var equals = rest.IndexOf('=');
        if (equals < 0 || !IsToken(rest[..equals])) return false;
        var name = rest[..equals];
        rest = rest[(equals + 1)..];
        if (!Value(ref rest, out var value)) return false;
        if (name.Equals("charset", StringComparison.OrdinalIgnoreCase)) charset = value.ToString().ToLowerInvariant();
        rest = rest.TrimStart();
        return true;
    }

    private static bool Value(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> value)
    {
        value = default;
        if (!rest.StartsWith("\""))
        {
            var end = rest.IndexOfAnyExcept(Token);
            value = end < 0 ? rest : rest[..end];
            rest = rest[value.Length..];
            return !value.IsEmpty;
        }
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '\\') i++;
            else if (rest[i] == '"')
            {
                value = rest[1..i];
                rest = rest[(i + 1)..];
                return true;
            }
        }
        return false;
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);
}
