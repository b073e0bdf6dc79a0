using System.Globalization;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// Reads ISO 8601 times as logs write them: <c>T</c> or a space between, seconds and fraction optional, <c>Z</c>, <c>+01:00</c>,
/// <c>+0100</c>, <c>+01</c> or no offset at all; <c>24:00:00</c> for the end of a day. Stricter readers refuse half of what is about.
/// </summary>
internal static class IsoTime
{
    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reading">What it says.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out ClockReading reading)
    {
        reading = default;
        text = text.Trim();
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var ticks = new DateTime(year, month, day).Ticks;
        var isLeap = false;
        text = text[10..];
        if (text.Length > 0 && text[0] is 'T' or 't' or ' ')
        {
            text = text[1..];
            if (!TryReadClock(ref text, out var ofDay, out isLeap)) return false;
            ticks += ofDay;
        }
        if (!TryReadOffset(text.TrimStart(), out var offset) || ticks > DateTime.MaxValue.Ticks) return false;
        reading = new ClockReading(new DateTime(ticks), offset);
        if (isLeap) reading = LeapSecond.Of(reading);
        return true;
    }

    private static bool TryReadClock(ref ReadOnlySpan<char> text, out long ticks, out bool isLeap)
    {
        (ticks, isLeap) = (0, false);
        if (text.Length < 5 || text[2] != ':' || !Number(text[..2], out var hour) || !Number(text[3..5], out var minute)) return false;
        if (hour > 24 || minute > 59) return false;
        ticks = (hour * 60 + minute) * TimeSpan.TicksPerMinute;
        text = text[5..];
        if (text.Length == 0 || text[0] != ':') return ticks <= TimeSpan.TicksPerDay;
        if (text.Length < 3 || !Number(text[1..3], out var second) || second > 60) return false;
        isLeap = second == 60;
        ticks += (isLeap ? 59 : second) * TimeSpan.TicksPerSecond;
        text = text[3..];
        if (text.Length == 0 || text[0] is not ('.' or ',')) return ticks <= TimeSpan.TicksPerDay;
        var digits = 1;
        var worth = TimeSpan.TicksPerSecond / 10;
        for (; digits < text.Length && char.IsAsciiDigit(text[digits]); digits++, worth /= 10) ticks += (text[digits] - '0') * worth;
        text = text[digits..];
        // Hour 24 has no minute, second or fraction of its own.
        return digits > 1 && ticks <= TimeSpan.TicksPerDay;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = null;
        if (text.Length == 0) return true;
        if (text is "Z" or "z")
        {
            offset = TimeSpan.Zero;
            return true;
        }
        if (text[0] is not ('+' or '-') || text.Length < 3 || !Number(text[1..3], out var hours)) return false;
        var rest = text[3..];
        if (rest.Length > 0 && rest[0] == ':') rest = rest[1..];
        var minutes = 0;
        if (rest.Length > 0 && (rest.Length != 2 || !Number(rest, out minutes))) return false;
        if (hours > 14 || minutes > 59) return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
