using ADRaffy.ENSNormalize;

namespace JourneyStore.Events;

/// <summary>
/// Unicode's normal form C. Not <see cref="string.Normalize()"/>: that does nothing where the runtime is globalization-invariant, as <c>journey</c> is,
/// and processes of one store must agree on who is who.
/// </summary>
internal static class ComposedText
{
    // Every text without a character from here on is composed.
    private const char FirstThatMayCombine = '\u0300';

    /// <summary>The text composed; itself when it is. Half of a surrogate pair is no text and stays what it is.</summary>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(FirstThatMayCombine, char.MaxValue) < 0 || !IsWhole(text)) return text;
        var composed = ENSNormalize.NF.NFC(text);
        return composed == text ? text : composed;
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
