using JourneyStore.Cli.Screens;
using Spectre.Console;

namespace JourneyStore.Cli.Demo.Chapters;

/// <summary>What it was like: the last days of Hanna's journey, across all processes.</summary>
internal static class JourneyChapter
{
    private const int EntriesShown = 22;

    public static async Task ShowAsync(DemoScene scene)
    {
        var journey = await scene.JourneyAsync(scene.Hanna);
        scene.Canvas.Heading($"2  What {scene.Hanna.Name} went through ({scene.Hanna.Tier}, {scene.Hanna.Company.Name})");
        // Whole days only: half a day tells half a story.
        var days = journey.GroupBy(one => one.OccurredAt.UtcDateTime.Date).ToList();
        var shown = new List<Events.JourneyEvent>();
        foreach (var day in days)
        {
            if (shown.Count > 0 && shown.Count + day.Count() > EntriesShown) break;
            shown.AddRange(day);
        }
        TimelineCanvas.Show(shown, scene.Now, scene.Canvas);
        scene.Canvas.MarkupLine($"\n  [grey]and {Words.Count(journey.Count - shown.Count)} more before that[/]");
    }
}
