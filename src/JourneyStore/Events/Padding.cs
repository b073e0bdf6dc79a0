using System.Diagnostics.CodeAnalysis;

namespace JourneyStore.Events;

/// <summary>
/// What stands around a text and is no part of it: white space of every script, NUL, marks without width. Programs pad fixed columns with it, editors
/// leave it behind. A text of nothing else is no text: blank is absent, padding is nothing, wherever an event or an identifier comes from.
/// </summary>
public static class Padding
{
    /// <summary>The text without what stands around it; null: there is nothing else.</summary>
    public static string? Strip(string? text)
    {
        if (text is null) return null;
        var value = Strip(text.AsSpan());
        if (value.IsEmpty) return null;
        return value.Length == text.Length ? text : value.ToString();
    }

    /// <summary>The text without what stands around it; empty: there is nothing else.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        var (first, end) = (0, text.Length);
        while (first < end && Is(text[first])) first++;
        while (end > first && Is(text[end - 1])) end--;
        var value = text[first..end];
        // Joiners change the letters beside them, so they stay at the ends of words; alone they are nothing that anybody sees.
        return value.IsEmpty || !IsJoiner(value[0]) || HasMore(value) ? value : default;
    }

    /// <summary>How many characters of padding a text begins with.</summary>
    internal static int Before(ReadOnlySpan<char> text)
    {
        var first = 0;
        while (first < text.Length && Is(text[first])) first++;
        return first;
    }

    /// <summary>Whether there is nothing but padding.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text) => text is null || Strip(text.AsSpan()).IsEmpty;

    private static bool HasMore(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
            if (!Is(c) && !IsJoiner(c)) return true;
        return false;
    }

    private static bool Is(char c)
    {
        if (c is > ' ' and < '\u007f') return false;
        return char.IsWhiteSpace(c) || c is '\0' or '\u180e' or '\u200b' or '\u200e' or '\u200f' or '\u2060' or '\ufeff'
            || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
    }

    private static bool IsJoiner(char c) => c is '\u200c' or '\u200d' or '\u00ad';
}
