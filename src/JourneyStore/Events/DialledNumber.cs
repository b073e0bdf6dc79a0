using System.Globalization;
using System.Text;

namespace JourneyStore.Events;

/// <summary>A telephone number as it is dialled: what its writing says to somebody who knows no numbering plan.</summary>
/// <param name="IsInternational">It begins with <c>+</c> or <c>00</c>.</param>
/// <param name="Digits">Its digits, in ASCII, without that beginning.</param>
/// <param name="WithoutTrunkZero">The digits without a zero in parentheses after others, which is dialled at home only.</param>
internal readonly record struct DialledNumber(bool IsInternational, string Digits, string WithoutTrunkZero)
{
    private const int MostDigits = 15;
    private const int FewestDigits = 7;

    /// <summary>As E.164 writes it, <c>+</c> and 7 to 15 digits; null: it is not international, or no such number.</summary>
    public string? International => IsInternational && IsE164(WithoutTrunkZero) ? "+" + WithoutTrunkZero : null;

    /// <summary>Whether a text is <c>+</c> and 7 to 15 digits, and no more.</summary>
    public static bool IsInternationalForm(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '+' && IsE164(text[1..]);

    /// <summary>What a text says; null: it has more than digits in groups.</summary>
    /// <param name="written">For instance <c>+49 (0)171 / 123-45 67</c> or <c>0049 171 1234567</c>.</param>
    public static DialledNumber? Read(string written)
    {
        var text = Padding.Strip(written.AsSpan());
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)) text = Padding.Strip(text[4..]);
        if (text.IsEmpty) return null;
        var isInternational = true;
        if (text[0] is '+' or '\uff0b') text = text[1..];
        else if (text.Length > 2 && Digit(text[0]) == 0 && Digit(text[1]) == 0) text = text[2..];
        else isInternational = false;

        var (all, without) = (new StringBuilder(MostDigits + 1), new StringBuilder(MostDigits + 1));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(' && without.Length > 0 && text[i..].StartsWith("(0)"))
            {
                all.Append('0');
                i += 2;
            }
            else if (Digit(text[i]) is { } digit)
            {
                all.Append((char)('0' + digit));
                without.Append((char)('0' + digit));
            }
            else if (!IsGrouping(text[i])) return null;
        }
        return new DialledNumber(isInternational, all.ToString(), without.ToString());
    }

    private static bool IsE164(ReadOnlySpan<char> digits) =>
        digits.Length is >= FewestDigits and <= MostDigits && digits[0] is >= '1' and <= '9' && !digits.ContainsAnyExceptInRange('0', '9');

    private static int? Digit(char c) => CharUnicodeInfo.GetDecimalDigitValue(c) is var value and >= 0 ? value : null;

    private static bool IsGrouping(char c) =>
        c is '-' or '.' or '/' or '(' or ')' or '\u2212' or >= '\u2010' and <= '\u2015' || char.IsWhiteSpace(c)
            || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
