using System.Globalization;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Reading;

/// <summary>Cursors are opaque to callers: places written so that they survive a URL.</summary>
internal static class TimelineCursor
{
    public static string Write(OccurrencePlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.OccurredAt.UtcTicks / TimeSpan.TicksPerMicrosecond}-{place.Position}");

    public static OccurrencePlace Parse(string cursor)
    {
        var parts = cursor.Split('-');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && microseconds <= DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerMicrosecond)
            return new OccurrencePlace(new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero), position);
        throw new BadParameterException("before", $"A cursor is the 'next' of an earlier page, found '{cursor}'.");
    }
}

/// <summary>Page sizes.</summary>
internal static class Limits
{
    public const int MostRows = 1_000;

    public static void Check(int limit, string name)
    {
        if (limit is < 1 or > MostRows) throw new BadParameterException(name.ToLowerInvariant(), $"limit is from 1 to {MostRows}, found {limit}.");
    }
}
