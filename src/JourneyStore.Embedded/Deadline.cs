namespace JourneyStore.Embedded;

/// <summary>A limit on a wait, measured with the clock it was given.</summary>
internal sealed class Deadline(TimeProvider time, TimeSpan limit)
{
    private readonly long _start = time.GetTimestamp();

    public bool Passed => time.GetElapsedTime(_start) >= limit;

    public TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, (limit - time.GetElapsedTime(_start)).Ticks));

    public Task PauseAsync(TimeSpan pause, CancellationToken ct) => Task.Delay(pause, time, ct);
}
