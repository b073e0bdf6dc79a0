using System.Diagnostics.CodeAnalysis;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs;

/// <summary>Numbers as people write them in their countries: a sign of their own before the fraction, thousands in groups (<c>1.234,50</c>, <c>1
/// 234,50</c>, <c>1'234.50</c>).</summary>
internal static class LocalNumber
{
    // Full stop, comma, apostrophes, and blanks of every width that stand between thousands.
    private const string Groupings = ".,'\u2019 \u00a0\u2009\u202f";
    private const char Minus = '\u2212';

    /// <summary>The number as JSON writes it.</summary>
    /// <param name="text">As it stands in the log.</param>
    /// <param name="point">What stands before the fraction.</param>
    /// <param name="json">The same number with the same digits.</param>
    public static bool TryRead(string text, char point, [NotNullWhen(true)] out string? json)
    {
        json = null;
        var value = Padding.Strip(text.AsSpan());
        var sign = !value.IsEmpty && value[0] is '+' or '-' or Minus ? value[..1] : default;
        value = value[sign.Length..];
        var end = value.IndexOfAny(point, 'e', 'E');
        var whole = end < 0 ? value : value[..end];
        var rest = end < 0 ? default : value[end..];
        return Ungrouped(whole) is { } digits
            && rest.LastIndexOf(point) <= 0 && !(point != '.' && rest.Contains('.'))
            && NumberText.TryRead($"{(sign is [Minus] ? "-" : sign)}{digits}{rest.ToString().Replace(point, '.')}", out json);
    }

    /// <summary>The digits without what groups them by thousands; null: they are not grouped so.</summary>
    private static string? Ungrouped(ReadOnlySpan<char> whole)
    {
        var at = whole.IndexOfAny(Groupings);
        if (at < 0) return whole.ToString();
        var groups = whole.ToString().Split(whole[at]);
        return groups[0].Length is >= 1 and <= 3 && groups[1..].All(group => group.Length == 3) && groups.All(group => group.All(char.IsAsciiDigit))
            ? string.Concat(groups) : null;
    }
}
