namespace JourneyStore.Cli.Screens;

/// <summary>Progress as plain lines, at most one in two seconds and one when a part is done.</summary>
internal sealed class LineMeter(Action<string> say, TimeProvider time) : Meter
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, Pace> paces = [];
    private readonly HashSet<string> ended = [];
    private long last = time.GetTimestamp();

    // Work that is new began when the work before it was last heard of.
    private long heard = time.GetTimestamp();

    public static Task<T> WriteLinesAsync<T>(Screen screen, TimeProvider time, Func<Meter, Task<T>> work) =>
        WriteLinesAsync(screen.Json ? screen.Remark : screen.Plain, time, work);

    public static Task<T> WriteLinesAsync<T>(Action<string> say, TimeProvider time, Func<Meter, Task<T>> work) =>
        new LineMeter(say, time).ToTheEndAsync(work);

    protected override void Draw(Advance advance)
    {
        if (!paces.TryGetValue(advance.What, out var pace)) paces[advance.What] = pace = new Pace(time, heard);
        heard = time.GetTimestamp();
        pace.Mark(advance.Done, advance.Total, advance.Count);
        var ended = advance.Part >= 1;
        if (ended ? !this.ended.Add(advance.What) : time.GetElapsedTime(last) < Between) return;
        last = time.GetTimestamp();
        say(Line(advance, pace, ended));
    }

    private static string Line(Advance advance, Pace pace, bool ended)
    {
        var part = advance.Part is { } known ? $"{Math.Floor(known * 100),3:0} %  " : "";
        // The last seconds are not what the whole was like.
        var rate = ended ? advance.Count / Math.Max(0.001, pace.Elapsed.TotalSeconds) : pace.Rate;
        var left = ended ? $"done in {Words.Span(pace.Elapsed)}" : pace.Remaining is { } remaining ? $"about {Words.Span(remaining)} left" : "";
        return $"{advance.What}  {part}{Words.Count(advance.Count, advance.Noun)}  {Words.Rate(rate)}  {left}".TrimEnd();
    }
}
