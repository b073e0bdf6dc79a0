namespace JourneyStore.Events;

/// <summary>
/// Moments as text: RFC 3339, and hour 24 for the end of a day as ISO 8601 has it. The one reader of what protocols, event data and facts call a
/// time;
/// log files, which write times in many more ways, have their own with the same end of day and the same leap second.
/// </summary>
internal static class MomentText
{
    /// <summary>Reads a moment in UTC: seconds and an offset are mandatory, a leap second is the last microsecond of its minute.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':') return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)) return false;
        if (!Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 24 || minute > 59 || second > 60) return false;

        var rest = text[19..];
        if (!Fraction(ref rest, out var fraction) || !Offset(rest, out var offset)) return false;

        // Hour 24 ends the day, and has no minute, second or fraction of its own.
        if (hour == 24 && (minute > 0 || second > 0 || fraction > 0)) return false;
        var leap = second == 60;
        var ticks = new DateTime(year, month, day).Ticks + hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute
            + (leap ? 59 : second) * TimeSpan.TicksPerSecond - offset;
        if (leap)
        {
            if (ticks / TimeSpan.TicksPerSecond % 86_400 != 86_399) return false;
            fraction = TimeSpan.TicksPerSecond - TimeSpan.TicksPerMicrosecond;
        }
        ticks += fraction;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;
        moment = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.') return true;
        var digits = 0;
        var unit = TimeSpan.TicksPerSecond;
        for (rest = rest[1..]; !rest.IsEmpty && char.IsAsciiDigit(rest[0]); rest = rest[1..])
            if (++digits <= 6) ticks += (rest[0] - '0') * (unit /= 10);
        return digits > 0;
    }

    private static bool Offset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is "Z" or "z") return true;
        if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':') return false;
        if (!Number(rest[1..3], out var hours) || !Number(rest[4..6], out var minutes) || hours > 23 || minutes > 59) return false;
        ticks = (hours * 60 + minutes) * TimeSpan.TicksPerMinute;
        if (rest[0] == '-') ticks = -ticks;
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
