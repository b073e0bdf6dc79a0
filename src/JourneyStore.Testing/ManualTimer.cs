namespace JourneyStore.Testing;

/// <summary>A timer of a <see cref="ManualTime"/>.</summary>
internal sealed class ManualTimer(ManualTime time, Action callback) : ITimer
{
    private TimeSpan period = Timeout.InfiniteTimeSpan;
    private bool disposed;

    /// <summary>The place in the queue that counts; null: it is not set.</summary>
    public TimerPlace? Place { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
    {
        lock (time.Gate)
        {
            if (disposed) return false;
            period = newPeriod;
            Place = dueTime <= TimeSpan.Zero ? null : time.Enqueue(this, dueTime);
        }
        // Due now does not wait for the clock to move.
        if (dueTime == TimeSpan.Zero) Fire();
        return true;
    }

    public void Fire()
    {
        lock (time.Gate)
        {
            if (disposed) return;
            Place = period <= TimeSpan.Zero ? null : time.Enqueue(this, period);
        }
        callback();
    }

    public void Dispose()
    {
        lock (time.Gate) (disposed, Place) = (true, null);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
