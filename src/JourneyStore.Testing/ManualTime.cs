namespace JourneyStore.Testing;

/// <summary>
/// A clock that stands still until it is told to move. Timers made from it (and so <c>Task.Delay(…, time)</c>, <c>WaitAsync(…, time)</c>
/// and cancellation after a time) fire while it is advanced, in the order of their moments, each seeing its own moment as now.
/// Safe for concurrent use; callbacks run on the thread that advances.
/// </summary>
/// <param name="start">Where it stands at first.</param>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<ManualTimer, TimerPlace> queue = new();
    private readonly long zero = start.UtcTicks;
    private long now = start.UtcTicks;
    private long timersSet;

    /// <summary>A clock that stands at the first moment of 2026.</summary>
    public ManualTime() : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait for the clock to move: when a task under test is known to wait, it is time to advance.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (Gate) return queue.UnorderedItems.Count(item => item.Element.Place == item.Priority);
        }
    }

    /// <summary>Guards the clock and the state of all its timers.</summary>
    internal Lock Gate { get; } = new();

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref now), TimeSpan.Zero);

    /// <inheritdoc />
    public override long GetTimestamp() => Volatile.Read(ref now) - zero;

    /// <summary>Moves the clock forward and fires what falls due on the way.</summary>
    /// <param name="by">How far; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long until;
        lock (Gate) until = now + by.Ticks;
        while (TakeDue(until) is { } timer) timer.Fire();
        lock (Gate) now = Math.Max(now, until);
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Puts a timer into the queue; called with <see cref="Gate"/> held.</summary>
    internal TimerPlace Enqueue(ManualTimer timer, TimeSpan after)
    {
        var place = new TimerPlace(now + after.Ticks, timersSet++);
        queue.Enqueue(timer, place);
        return place;
    }

    private ManualTimer? TakeDue(long until)
    {
        lock (Gate)
        {
            while (queue.TryPeek(out var timer, out var place) && place.DueAt <= until)
            {
                queue.Dequeue();
                // A timer that was changed or disposed of since has left a place behind that means nothing any more.
                if (timer.Place != place) continue;
                now = Math.Max(now, place.DueAt);
                return timer;
            }
            return null;
        }
    }
}

/// <summary>When a timer is due; timers of one moment fire in the order in which they were set.</summary>
internal readonly record struct TimerPlace(long DueAt, long Order) : IComparable<TimerPlace>
{
    public int CompareTo(TimerPlace other) => DueAt != other.DueAt ? DueAt.CompareTo(other.DueAt) : Order.CompareTo(other.Order);
}
