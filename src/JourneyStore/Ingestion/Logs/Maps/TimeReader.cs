using System.Globalization;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// Turns a log's text into a time in UTC. A stated offset counts; a text without one is a clock in the map's zone. When that clock
/// shows an hour twice (autumn) the first of the two is meant; an hour that it skips (spring) is moved on by the length of the skip. Hour 24
/// is the next day's first; second 60 is read where a leap second can be, as over HTTP.
/// </summary>
internal sealed class TimeReader
{
    private readonly TimeFormat[] formats;
    private readonly TimeZoneInfo zone;

    private TimeReader(TimeFormat[] formats, TimeZoneInfo zone) => (this.formats, this.zone) = (formats, zone);

    public static TimeReader Default { get; } = new([new TimeFormat(TimeFormat.Iso)], TimeZoneInfo.Utc);

    public static TimeReader Parse(MapNode node)
    {
        var zone = node.Find("zone") is { } name ? Zone(name) : TimeZoneInfo.Utc;
        if (node.Find("formats") is not { } formats) return new TimeReader([new TimeFormat(TimeFormat.Iso)], zone);
        var texts = formats.Texts();
        if (texts.Length == 0) throw formats.Wrong("expected at least one format, found none; leave it out for ISO 8601");
        return new TimeReader([.. texts.Select(text => TimeFormat.Parse(formats, text))], zone);
    }

    /// <summary>The formats, for a message.</summary>
    public string Expected => string.Join(" or ", formats.Select(f => $"'{f.Text}'"));

    public bool TryRead(string text, out DateTimeOffset utc)
    {
        foreach (var format in formats)
        {
            if (!format.TryRead(text, out var reading)) continue;
            var ticks = reading.Clock.Ticks - (reading.Offset ?? OffsetOf(reading.Clock)).Ticks;
            if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) continue;
            if (reading.IsLeap && !LeapSecond.CanBe(ticks)) continue;
            utc = new DateTimeOffset(ticks, TimeSpan.Zero);
            return true;
        }
        utc = default;
        return false;
    }

    private TimeSpan OffsetOf(DateTime clock)
    {
        // The larger offset is the earlier instant: the first of two equal hours.
        if (zone.IsAmbiguousTime(clock)) return zone.GetAmbiguousTimeOffsets(clock).Max();
        // The offset before the skip puts a skipped hour behind it. No zone has skipped more than a day.
        return zone.IsInvalidTime(clock) ? zone.GetUtcOffset(clock.AddDays(-1)) : zone.GetUtcOffset(clock);
    }

    private static TimeZoneInfo Zone(MapNode node)
    {
        var name = node.Text();
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        throw node.Wrong($"expected an IANA time zone such as Europe/Berlin or UTC, found '{name}', which this machine does not know; "
            + "check the spelling, or install the system's time zone data (package tzdata)");
    }
}
