using JourneyStore.Events;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>A journey as a list of days, newest first.</summary>
internal static class TimelineCanvas
{
    private static readonly Style Quiet = new(Color.Grey);

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
            var listing = new Listing(
                new ListingColumn(Kind: ListingKind.Id, Style: Quiet), new ListingColumn(Kind: ListingKind.Id, Style: Quiet), new ListingColumn());
            foreach (var entry in day) listing.Row(Words.Clock(entry.OccurredAt), CaseOf(entry), entry.Title);
            canvas.Write(listing);
        }
    }

    // Process and case, or else how it reached us; of a decision the id, by which 'explain' finds it.
    private static string CaseOf(JourneyEvent entry) => entry switch
    {
        { Type: "decision.made" } => entry.Id,
        { CaseId: { } id } => $"{entry.Process} {id}".TrimStart(),
        _ => entry.Channel ?? "",
    };
}
