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

/// <summary>Shows progress: a bar on a terminal, now and then a line when piped.</summary>
internal abstract class Meter
{
    public abstract void Show(Advance advance);

    /// <summary>Runs work that reports its progress.</summary>
    public static Task<T> WatchAsync<T>(Screen screen, TimeProvider time, Func<Meter, Task<T>> work) =>
        screen.ProgressIsLive ? BarMeter.ShowBarsAsync(screen.ProgressCanvas, time, work) : LineMeter.WriteLinesAsync(screen, time, work);
}
