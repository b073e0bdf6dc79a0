using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Replay;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>verify [VIEW…]</c>: folds the log again and compares with what is stored.</summary>
internal sealed class Verify : IVerb
{
    private static readonly Argument<string[]> Views = new("VIEW")
    {
        Description = "The views to compare; none named: all.", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
    };

    public int Place => 80;

    public Command Describe() => new Command(
        "verify",
        "Folds the log again and compares with what is stored; exit 1 and a list when they differ.")
        {
            Views, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var named = run.Get(Views) ?? [];
            var report = await Meter.WatchAsync(
                run.Screen, run.Time, meter => store.Engine.VerifyAsync(named.Length == 0 ? null : named, WorkMeter.On(meter), run.Stop));
            if (run.Screen.Json) run.Screen.Document(new { report.Clean, report.Views, report.LogProblems });
            else Show(report, run.Screen);
            return report.Clean ? ExitCodes.Done : ExitCodes.Failed;
        })
        .Example("journey verify", "every view")
        .Example("journey verify attention profile", "these two");

    private static void Show(VerifyReport report, Screen screen)
    {
        foreach (var problem in report.LogProblems) screen.Plain($"log: {problem}");
        foreach (var view in report.Views)
        {
            if (view.Different == 0 && view.Unfoldable.Count == 0)
                screen.Plain(
                    $"{view.View}: {Words.Count(view.Rows, "row")}, as the log says"
                    + (view.Parked == 0 ? "" : $"; {Words.Count(view.Parked)} parked, whose later events wait")
                    + (view.Unsettled == 0 ? "" : $"; {Words.Count(view.Unsettled)} left out, whose late events were being folded"));
            else
            {
                screen.Plain($"{view.View}: not what the log says");
                Differences.Show(view, "differ from what the log says (stored → folded)", screen);
                foreach (var note in view.Unfoldable) screen.Plain($"    {note.Subject} cannot be folded: {note.EventType} at {note.Position}: {note.Reason}");
            }
        }
        screen.Plain(report.Clean ? "Everything is as the log says." : "Not clean. 'journey rebuild VIEW' makes a view anew from the log.");
    }
}
