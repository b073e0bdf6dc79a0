using System.CommandLine;
using JourneyStore.Cli.Composition;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>promote VIEW</c>: puts a shadow into use.</summary>
internal sealed class Promote : IVerb
{
    private static readonly Argument<string> View = new("VIEW") { Description = "The view whose shadow to use from now on." };

    public int Place => 60;

    public Command Describe() => new Command("promote", "Puts the shadow of a view into use.") { View, Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var report = await store.Engine.PromoteAsync(run.Get(View)!, run.Stop);
            if (run.Screen.Json) run.Screen.Document(report);
            else run.Screen.Plain($"{report.View}: the shadow is in use now.");
            return ExitCodes.Done;
        })
        .Example("journey promote attention", "after 'journey rebuild attention --shadow'");
}
