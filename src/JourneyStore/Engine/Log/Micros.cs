namespace JourneyStore.Engine.Log;

/// <summary>Moments as whole microseconds since 1970, UTC: as precise as the database keeps them, and numbers that any index takes.</summary>
internal static class Micros
{
    /// <summary>A moment's number; what is finer than a microsecond is cut off.</summary>
    public static long Of(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moment of a number; one beyond the calendar counts as its end.</summary>
    public static DateTimeOffset Moment(long micros)
    {
        var ticks = Int128.Clamp((Int128)micros * TimeSpan.TicksPerMicrosecond + DateTimeOffset.UnixEpoch.Ticks, 0, DateTimeOffset.MaxValue.Ticks);
        return new((long)ticks, TimeSpan.Zero);
    }
}
