namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>Reads one text by a format.</summary>
internal delegate bool ClockReader(string text, out ClockReading reading);

/// <summary>
/// The end of a day as ISO 8601 and XML Schema write it: hour 24, with nothing after it. It is the first moment of the next day. A format
/// of .NET knows no such hour, so the hour is found by what changes when other hours stand in its place.
/// </summary>
internal static class EndOfDay
{
    public static bool TryRead(string text, ClockReader read, out ClockReading reading)
    {
        for (var at = text.IndexOf("24", StringComparison.Ordinal); at >= 0; at = text.IndexOf("24", at + 1, StringComparison.Ordinal))
        {
            if (!read(With(text, at, "00"), out reading) || reading.Clock.TimeOfDay != TimeSpan.Zero) continue;
            if (reading.Clock.Date == DateTime.MaxValue.Date) continue;
            if (!read(With(text, at, "23"), out var late) || late.Clock - reading.Clock != TimeSpan.FromHours(23)) continue;
            reading = reading with { Clock = reading.Clock.AddDays(1) };
            return true;
        }
        reading = default;
        return false;
    }

    public static string With(string text, int at, string digits) => string.Concat(text.AsSpan(0, at), digits, text.AsSpan(at + 2));
}

/// <summary>A second written as 60, found in the same way. Whether a leap second can be there shows the moment in UTC.</summary>
internal static class LeapSecond
{
    /// <summary>The last microsecond of its minute, which keeps its day and its place in the order; also over HTTP.</summary>
    public const long Ticks = TimeSpan.TicksPerSecond - TimeSpan.TicksPerMicrosecond;

    public static bool TryRead(string text, ClockReader read, out ClockReading reading)
    {
        for (var at = text.IndexOf("60", StringComparison.Ordinal); at >= 0; at = text.IndexOf("60", at + 1, StringComparison.Ordinal))
        {
            if (!read(EndOfDay.With(text, at, "59"), out reading) || reading.Clock.Second != 59) continue;
            if (!read(EndOfDay.With(text, at, "58"), out var before) || reading.Clock - before.Clock != TimeSpan.FromSeconds(1)) continue;
            reading = Of(reading);
            return true;
        }
        reading = default;
        return false;
    }

    /// <summary>The reading of second 59, as that of the leap second after it.</summary>
    public static ClockReading Of(ClockReading reading) =>
        reading with { Clock = new DateTime(reading.Clock.Ticks - reading.Clock.Ticks % TimeSpan.TicksPerSecond + Ticks), IsLeap = true };

    /// <summary>Leap seconds end a day in UTC and nothing else.</summary>
    public static bool CanBe(long utcTicks) => utcTicks / TimeSpan.TicksPerSecond % 86_400 == 86_399;
}
