namespace JourneyStore.Embedded;

/// <summary>A limit on a wait, measured with the clock it was given.</summary>
internal sealed class Deadline(TimeProvider time, TimeSpan limit)
{
    private readonly long start = time.GetTimestamp();

    public bool Passed => time.GetElapsedTime(start) >= limit;

    public TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, (limit - time.GetElapsedTime(start)).Ticks));

    public Task PauseAsync(TimeSpan pause, CancellationToken ct) => Task.Delay(pause, time, ct);
}
