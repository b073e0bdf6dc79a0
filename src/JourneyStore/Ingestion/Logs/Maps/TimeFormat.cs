using System.Globalization;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>One way of writing a time: a .NET format string, or one of the words below.</summary>
internal sealed record TimeFormat(string Text, bool StatesOffset)
{
    public const string Iso = "iso";
    public const string EpochSeconds = "epoch-seconds";
    public const string EpochMilliseconds = "epoch-milliseconds";

    public static TimeFormat Of(string text) => new(text, text.Contains('z') || text.Contains('K'));

    public bool TryRead(string text, out DateTime clock, out TimeSpan? offset)
    {
        offset = null;
        switch (Text)
        {
            case Iso:
                return IsoTime.TryRead(text, out clock, out offset);
            case EpochSeconds or EpochMilliseconds:
                offset = TimeSpan.Zero;
                clock = default;
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)) return false;
                // Years 1 to 9999; beyond them a number is not a time.
                var seconds = Text == EpochSeconds ? count : count / 1000;
                if (seconds < -62_135_596_800m || seconds >= 253_402_300_800m) return false;
                clock = DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
                return true;
            default:
                const DateTimeStyles Spaces = DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite;
                if (!StatesOffset) return DateTime.TryParseExact(text, Text, CultureInfo.InvariantCulture, Spaces, out clock);
                var read = DateTimeOffset.TryParseExact(
                    text, Text, CultureInfo.InvariantCulture, Spaces | DateTimeStyles.AssumeUniversal, out var stated);
                (clock, offset) = (stated.DateTime, stated.Offset);
                return read;
        }
    }
}
