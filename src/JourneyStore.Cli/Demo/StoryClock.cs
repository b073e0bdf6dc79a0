namespace JourneyStore.Cli.Demo;

/// <summary>
/// The clock of a store that holds the demo's story. It stands still at the story's present, so that the figures are the same whenever they are
/// asked for; what is
/// sent to such a store without a time happens at this moment too, and counts. Timers run as ever.
/// </summary>
/// <param name="real">The clock of the machine.</param>
/// <param name="now">The story's present.</param>
internal sealed class StoryClock(TimeProvider real, DateTimeOffset now) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);
}
