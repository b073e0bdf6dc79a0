using Spectre.Console;
using Spectre.Console.Rendering;

namespace JourneyStore.Cli.Screens;

/// <summary>Progress as bars with rate and time left.</summary>
internal sealed class BarMeter : Meter
{
    private readonly ProgressContext bars;
    private readonly TimeProvider time;
    private long heard;
    private readonly Dictionary<string, (ProgressTask Bar, Pace Pace)> rows = [];

    private BarMeter(ProgressContext bars, TimeProvider time)
    {
        this.bars = bars;
        this.time = time;
        heard = time.GetTimestamp();
    }

    public static Task<T> ShowBarsAsync<T>(IAnsiConsole canvas, TimeProvider time, Func<Meter, Task<T>> work) => canvas
        .Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 28 }, new PercentageColumn(), new PaceColumn())
        .StartAsync(bars => new BarMeter(bars, time).ToTheEndAsync(work));

    protected override void Draw(Advance advance)
    {
        if (!rows.TryGetValue(advance.What, out var row))
            rows[advance.What] = row = (bars.AddTask(Markup.Escape(advance.What), maxValue: 1), new Pace(time, heard));
        heard = time.GetTimestamp();
        row.Pace.Mark(advance.Done, advance.Total, advance.Count);
        row.Bar.IsIndeterminate = advance.Part is null;
        row.Bar.Value = advance.Part ?? 0;
        row.Bar.State.Update<Said>(PaceColumn.Key, _ => new Said(Say(advance, row.Pace)));
    }

    private static string Say(Advance advance, Pace pace)
    {
        var ended = advance.Part >= 1;
        // The last seconds are not what the whole was like.
        var rate = ended ? advance.Count / Math.Max(0.001, pace.Elapsed.TotalSeconds) : pace.Rate;
        var left = ended ? Words.Span(pace.Elapsed) : pace.Remaining is { } remaining ? $"{Words.Span(remaining)} left" : "";
        return $"{Words.Count(advance.Count, advance.Noun)}  {Words.Rate(rate)}  {left}".TrimEnd();
    }

    // The bar keeps values only, no references.
    private readonly record struct Said(string? Text);

    private sealed class PaceColumn : ProgressColumn
    {
        public const string Key = "pace";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<Said>(Key).Text ?? "", new Style(Color.Grey));
    }
}
