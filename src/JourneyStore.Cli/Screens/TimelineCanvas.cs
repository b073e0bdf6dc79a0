using JourneyStore.Events;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>A journey as a list of days, newest first.</summary>
internal static class TimelineCanvas
{
    private const int CaseWidth = 20;

    public static void Show(IReadOnlyList<JourneyEvent> entries, DateTimeOffset now, IAnsiConsole canvas)
    {
        if (entries.Count == 0)
        {
            canvas.WriteLine("Nothing happened in this span of time.");
            return;
        }
        foreach (var day in entries.GroupBy(entry => entry.OccurredAt.UtcDateTime.Date))
        {
            var moment = new DateTimeOffset(day.Key, TimeSpan.Zero);
            canvas.WriteLine();
            canvas.MarkupLineInterpolated($"[bold]{Words.Day(moment)}[/]  [grey]{Words.Ago(moment, now)}[/]");
            var grid = new Grid()
                .AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2))
                .AddColumn(new GridColumn().NoWrap().Width(CaseWidth).PadRight(2))
                .AddColumn(new GridColumn().PadRight(0));
            foreach (var entry in day)
                grid.AddRow(new Text(Words.Clock(entry.OccurredAt), new Style(Color.Grey)), Case(entry), new Text(entry.Title));
            canvas.Write(grid);
        }
    }

    private static Text Case(JourneyEvent entry) => new(Words.Cut(CaseOf(entry), CaseWidth), new Style(Color.Grey));

    // Process and case, or else how it reached us.
    private static string CaseOf(JourneyEvent entry) => entry.CaseId is null ? entry.Channel ?? "" : $"{entry.Process} {entry.CaseId}".TrimStart();
}
