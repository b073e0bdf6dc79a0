using System.Globalization;
using System.Text;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>What a short text must be so that every database, log and screen can carry it.</summary>
public static class TextCheck
{
    /// <summary>Longest attribute value, in characters, where nothing else is said.</summary>
    public const int MaxLength = 512;

    /// <summary>Longest event type, in characters.</summary>
    public const int MaxTypeLength = 200;

    /// <summary>What is wrong with a text; null: nothing.</summary>
    /// <param name="text">1 to <paramref name="maxLength"/> characters, no control characters, no half surrogate pair.</param>
    /// <param name="maxLength">Most characters.</param>
    public static string? Problem(ReadOnlySpan<char> text, int maxLength = MaxLength)
    {
        if (text.IsEmpty) return "must not be empty";
        if (text.Length > maxLength) return $"has {text.Length} characters, at most {maxLength} are kept";
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007f') continue;
            if (char.IsControl(c)) return $"has the control character U+{(int)c:X4} at place {i + 1}";
        }
        return HasHalfPair(text) ? "has half of a surrogate pair" : null;
    }

    /// <summary>Whether a text holds a surrogate without its other half.</summary>
    public static bool HasHalfPair(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }

    /// <summary>The beginning of a text, fit to be quoted in a reason.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in (text.Length > 60 ? text[..60] : text).EnumerateRunes())
            quoted.Append(Rune.IsControl(rune) ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}") : rune.ToString());
        return quoted.Append(text.Length > 60 ? "…'" : "'").ToString();
    }
}
