using System.Globalization;

namespace JourneyStore.Events;

/// <summary>Builds the one line that tells a person what happened, leaving out what the producer did not say.</summary>
public static class EventTitle
{
    /// <summary>Longest detail that a title quotes, in characters; the rest is cut off with an ellipsis.</summary>
    public const int LongestDetail = 80;

    /// <summary>For instance <c>Ticket assigned to Network: customer asked</c>; parts that are null or blank are left out.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="detail">Follows after a colon.</param>
    /// <param name="joint">Stands before <paramref name="whom"/>, with its spaces.</param>
    /// <param name="whom">Whom or what it concerns.</param>
    public static string Of(string what, string? detail, string? joint = null, string? whom = null)
    {
        if (!string.IsNullOrWhiteSpace(whom)) what = what + joint + Cut(whom);
        return string.IsNullOrWhiteSpace(detail) ? what : $"{what}: {Cut(detail)}";
    }

    /// <summary><c>, 3rd time</c>; empty for null and for the first time.</summary>
    public static string Times(int? count) => count is null or < 2 ? "" : $", {Ordinal(count.Value)} time";

    /// <summary><c>249.90 EUR</c>; null without an amount.</summary>
    public static string? Money(decimal? amount, string? currency) =>
        amount is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.00} {currency}").TrimEnd() : null;

    /// <summary>The day of a moment, UTC, as <c>2026-03-05</c>.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>1st</c>, <c>2nd</c>, <c>3rd</c>, <c>4th</c>, <c>11th</c>, …</summary>
    public static string Ordinal(int number) => string.Create(CultureInfo.InvariantCulture, $"{number}") + (number % 100 is >= 11 and <= 13
        ? "th"
        : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    private static string Cut(string text)
    {
        if (text.Length <= LongestDetail) return text;
        // Never between the two halves of a character outside the basic plane.
        var end = char.IsHighSurrogate(text[LongestDetail - 2]) ? LongestDetail - 2 : LongestDetail - 1;
        return text[..end] + "…";
    }
}
