namespace JourneyStore.Cli.Screens;

/// <summary>How far a piece of work is.</summary>
/// <param name="What">What is being done, for people; another text starts another bar.</param>
/// <param name="Done">In the unit of <paramref name="Total"/>.</param>
/// <param name="Total">0: not known.</param>
/// <param name="Count">What the rate counts, for instance events.</param>
/// <param name="Noun">One of them.</param>
internal readonly record struct Advance(string What, double Done, double Total, long Count, string Noun)
{
    /// <summary>Part done, from 0 to 1; null: not known.</summary>
    public double? Part => Total > 0 ? Math.Clamp(Done / Total, 0, 1) : null;
}

/// <summary>Shows progress: a bar on a terminal, now and then a line when piped. Work that came to its end has all its bars at 100 %.</summary>
internal abstract class Meter
{
    private readonly Lock gate = new();

    // What was shown and has not ended, in the order in which it began.
    private readonly List<Advance> open = [];

    /// <summary>Shows how far a piece of work is. What has done nothing yet shows nothing.</summary>
    public void Show(Advance advance)
    {
        if (advance.Count <= 0) return;
        lock (gate)
        {
            var at = open.FindIndex(one => one.What == advance.What);
            if (advance.Part >= 1)
            {
                if (at >= 0) open.RemoveAt(at);
            }
            else if (at < 0) open.Add(advance);
            else open[at] = advance;
            Draw(advance);
        }
    }

    /// <summary>Runs work that reports its progress.</summary>
    public static Task<T> WatchAsync<T>(Screen screen, TimeProvider time, Func<Meter, Task<T>> work) =>
        screen.ProgressIsLive ? BarMeter.ShowBarsAsync(screen.ProgressCanvas, time, work) : LineMeter.WriteLinesAsync(screen, time, work);

    /// <summary>Draws it.</summary>
    protected abstract void Draw(Advance advance);

    /// <summary>Runs the work; when it has come to its end, so has everything that it showed, whoever was the last to report.</summary>
    protected async Task<T> ToTheEndAsync<T>(Func<Meter, Task<T>> work)
    {
        var result = await work(this);
        lock (gate)
        {
            foreach (var last in open) Draw(last with { Done = 1, Total = 1 });
            open.Clear();
        }
        return result;
    }
}
