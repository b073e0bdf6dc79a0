using JourneyStore.Engine.Replay;

namespace JourneyStore.Cli.Screens;

/// <summary>Rows of a view that are not what the log says.</summary>
internal static class Differences
{
    private const int SamplesShown = 5;

    public static void Show(ViewReport report, Screen screen)
    {
        screen.Plain($"  {Words.Count(report.Different)} of {Words.Count(report.Rows, "row")} differ");
        foreach (var sample in report.Samples.Take(SamplesShown))
        {
            screen.Plain($"    {sample.Key}");
            screen.Plain($"      stored  {sample.Stored ?? "(no row)"}");
            screen.Plain($"      folded  {sample.Folded ?? "(no row)"}");
        }
        if (report.Different > SamplesShown) screen.Plain("    … (--json lists more)");
    }
}
