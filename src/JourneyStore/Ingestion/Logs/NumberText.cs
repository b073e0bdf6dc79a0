using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// Numbers as they are written, of any length: what a type of .NET would round or refuse is kept to the last digit, and compared so.
/// </summary>
internal static class NumberText
{
    /// <summary>The number as JSON writes it: no plus before it, no zero that says nothing, a digit on both sides of the point.</summary>
    /// <param name="text">Digits with an optional sign, point and exponent, as programs write them: <c>+007</c>, <c>.5</c>, <c>1E+9</c>.</param>
    /// <param name="json">The same number with the same digits behind the point.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? json)
    {
        json = null;
        if (!TryTakeApart(text, out var parts)) return false;
        var whole = parts.Whole.TrimStart('0');
        json = string.Concat(
            parts.IsNegative ? "-" : "", whole.IsEmpty ? "0" : whole,
            parts.Fraction.IsEmpty ? "" : $".{parts.Fraction}", parts.Exponent.IsEmpty ? "" : $"e{parts.Exponent}");
        return true;
    }

    public static bool IsNumber(string text) => TryTakeApart(text, out _);

    /// <summary>Compares two numbers; what is none counts as zero.</summary>
    public static int Compare(string? one, string? other)
    {
        var (a, b) = (Magnitude.Of(one), Magnitude.Of(other));
        if (a.Sign != b.Sign) return a.Sign.CompareTo(b.Sign);
        return a.Sign * a.CompareTo(b);
    }

    private static bool TryTakeApart(string? text, out Parts parts)
    {
        parts = default;
        var rest = Padding.Strip(text.AsSpan());
        if (rest.IsEmpty) return false;
        if (rest[0] is '+' or '-')
        {
            parts.IsNegative = rest[0] == '-';
            rest = rest[1..];
        }
        parts.Whole = Digits(ref rest);
        if (rest.Length > 0 && rest[0] == '.')
        {
            rest = rest[1..];
            parts.Fraction = Digits(ref rest);
        }
        if (parts.Whole.IsEmpty && parts.Fraction.IsEmpty) return false;
        if (rest.Length > 0 && rest[0] is 'e' or 'E')
        {
            rest = rest[1..];
            parts.Exponent = rest.Length > 0 && rest[0] == '+' ? rest[1..] : rest;
            if (rest.Length > 0 && rest[0] is '+' or '-') rest = rest[1..];
            if (Digits(ref rest).IsEmpty) return false;
        }
        return rest.IsEmpty;
    }

    private static ReadOnlySpan<char> Digits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private ref struct Parts
    {
        public bool IsNegative;
        public ReadOnlySpan<char> Whole;
        public ReadOnlySpan<char> Fraction;
        public ReadOnlySpan<char> Exponent;
    }

    /// <summary>A number as its digits without zeros at either end, and where its point stands.</summary>
    private readonly record struct Magnitude(int Sign, string Digits, long Point)
    {
        public static Magnitude Of(string? text)
        {
            if (!TryTakeApart(text, out var parts)) return new Magnitude(0, "", 0);
            var all = string.Concat(parts.Whole, parts.Fraction);
            var digits = all.TrimStart('0');
            var point = parts.Whole.Length - (long)(all.Length - digits.Length);
            // An exponent of more digits than this is larger than any other.
            if (!parts.Exponent.IsEmpty)
                point += parts.Exponent.Length <= 16 ? long.Parse(parts.Exponent, CultureInfo.InvariantCulture)
                    : parts.Exponent[0] == '-' ? long.MinValue / 4 : long.MaxValue / 4;
            digits = digits.TrimEnd('0');
            return digits.Length == 0 ? new Magnitude(0, "", 0) : new Magnitude(parts.IsNegative ? -1 : 1, digits, point);
        }

        public int CompareTo(Magnitude other) => Point != other.Point ? Point.CompareTo(other.Point) : string.CompareOrdinal(Digits, other.Digits);
    }
}
