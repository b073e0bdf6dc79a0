namespace JourneyStore.Store.Tests.Harness;

/// <summary>
/// The clock of a contract test: what it says stands still until the test moves it, while waits and timers take real time, because a real
/// engine works in the background.
/// </summary>
public sealed class SteeredTime : TimeProvider
{
    private long moved;

    /// <summary>Where the clock stands at the beginning of every test.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now => Start + TimeSpan.FromTicks(Interlocked.Read(ref moved));

    public void Advance(TimeSpan by) => Interlocked.Add(ref moved, by.Ticks);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref moved)).TotalSeconds * System.TimestampFrequency);
}
