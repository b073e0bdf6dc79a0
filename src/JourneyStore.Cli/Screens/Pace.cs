namespace JourneyStore.Cli.Screens;

/// <summary>How fast work goes and how long it will take: measured over the last seconds, so that a slow start does not haunt the estimate.</summary>
/// <param name="time">The clock.</param>
/// <param name="start">When the work began, a timestamp of the clock.</param>
internal sealed class Pace(TimeProvider time, long start)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Queue<(long At, double Done, long Count)> marks = new([(start, 0, 0)]);

    /// <summary>Time since the work began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>Units of <c>count</c> per second, lately.</summary>
    public double Rate { get; private set; }

    /// <summary>What is left, when that can be told.</summary>
    public TimeSpan? Remaining { get; private set; }

    /// <summary>Notes how far the work is.</summary>
    /// <param name="done">In the unit of <paramref name="total"/>.</param>
    /// <param name="total">0: not known.</param>
    /// <param name="count">What the rate counts.</param>
    public void Mark(double done, double total, long count)
    {
        var now = time.GetTimestamp();
        marks.Enqueue((now, done, count));
        while (marks.Count > 2 && time.GetElapsedTime(marks.Peek().At, now) > Window) marks.Dequeue();
        var first = marks.Peek();
        var seconds = time.GetElapsedTime(first.At, now).TotalSeconds;
        if (seconds <= 0) return;
        Rate = (count - first.Count) / seconds;
        var speed = (done - first.Done) / seconds;
        Remaining = total > 0 && speed > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / speed) : null;
    }
}
