using System.Globalization;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>What one text says: the clock, the offset when the text states one, and whether the second is a leap second.</summary>
/// <param name="Clock">What the clock showed; of a leap second the second before it.</param>
/// <param name="Offset">The offset from UTC that this text states; null: none, whatever its format allows.</param>
/// <param name="IsLeap">Whether the second was written as 60.</param>
internal readonly record struct ClockReading(DateTime Clock, TimeSpan? Offset, bool IsLeap = false);

/// <summary>One way of writing a time: a .NET format string, or one of the words below.</summary>
internal sealed record TimeFormat(string Text)
{
    public const string Iso = "iso";
    public const string EpochSeconds = "epoch-seconds";
    public const string EpochMilliseconds = "epoch-milliseconds";

    private const DateTimeStyles Spaces = DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite;

    public static TimeFormat Parse(MapNode node, string text)
    {
        if (text is Iso or EpochSeconds or EpochMilliseconds) return new TimeFormat(text);
        try
        {
            // A format that cannot be written can be read even less: every row would be a reject.
            _ = DateTimeOffset.UnixEpoch.ToString(text, CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            const string Expected = $"expected {Iso}, {EpochSeconds}, {EpochMilliseconds} or a .NET format such as d/M/yyyy HH:mm";
            throw node.Wrong($"{Expected}, found '{text}': {e.Message}");
        }
        return new TimeFormat(text);
    }

    public bool TryRead(string text, out ClockReading reading)
    {
        switch (Text)
        {
            case Iso:
                return IsoTime.TryRead(text, out reading);
            case EpochSeconds or EpochMilliseconds:
                return TryReadEpoch(text, out reading);
            default:
                return TryReadExact(text, out reading)
                    || EndOfDay.TryRead(text, TryReadExact, out reading)
                    || LeapSecond.TryRead(text, TryReadExact, out reading);
        }
    }

    private bool TryReadEpoch(string text, out ClockReading reading)
    {
        reading = default;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)) return false;
        // Years 1 to 9999; beyond them a number is not a time.
        var seconds = Text == EpochSeconds ? count : count / 1000;
        if (seconds < -62_135_596_800m || seconds >= 253_402_300_800m) return false;
        reading = new ClockReading(DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), TimeSpan.Zero);
        return true;
    }

    /// <summary>
    /// Whether a text states an offset is told by the text: <c>K</c> matches none too, and a <c>z</c> in a quoted word is a letter.
    /// </summary>
    private bool TryReadExact(string text, out ClockReading reading)
    {
        reading = default;
        if (!DateTime.TryParseExact(text, Text, CultureInfo.InvariantCulture, Spaces | DateTimeStyles.RoundtripKind, out var clock)) return false;
        // These two are in UTC by their definition and say so in a letter, not in an offset.
        if (Text is "R" or "r" or "u") reading = new ClockReading(clock, TimeSpan.Zero);
        else if (clock.Kind == DateTimeKind.Unspecified) reading = new ClockReading(clock, null);
        else if (DateTimeOffset.TryParseExact(text, Text, CultureInfo.InvariantCulture, Spaces | DateTimeStyles.AssumeUniversal, out var stated))
            reading = new ClockReading(stated.DateTime, stated.Offset);
        else return false;
        return true;
    }
}
