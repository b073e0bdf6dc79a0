using System.Buffers;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>
/// Whether a text is a URI or a URI-reference as RFC 3986 writes them. Characters beyond ASCII are let through (RFC 3987): producers use
/// them, and they do no harm.
/// </summary>
internal static class UriText
{
    private static readonly SearchValues<char> Scheme =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static readonly SearchValues<char> Never = SearchValues.Create(" \"<>\\^`{|}");

    /// <summary>Whether a text is a URI-reference: absolute, or relative such as <c>/path</c> or <c>#fragment</c>.</summary>
    public static bool IsReference(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !HasOnlyAllowed(text)) return false;
        var colon = text.IndexOf(':');
        // A colon in the first segment ends a scheme; a relative reference cannot have one there.
        return colon < 0 || text[..colon].IndexOfAny('/', '?', '#') >= 0 || IsScheme(text[..colon]);
    }

    /// <summary>Whether a text is a URI with a scheme.</summary>
    public static bool IsAbsolute(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && colon + 1 < text.Length && IsScheme(text[..colon]) && HasOnlyAllowed(text);
    }

    private static bool IsScheme(ReadOnlySpan<char> text) => !text.IsEmpty && char.IsAsciiLetter(text[0]) && !text.ContainsAnyExcept(Scheme);

    private static bool HasOnlyAllowed(ReadOnlySpan<char> text)
    {
        if (text.ContainsAny(Never)) return false;
        if (text.Count('#') > 1) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || char.IsWhiteSpace(text[i])) return false;
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))) return false;
        }
        return true;
    }
}
