using System.CommandLine;
using JourneyStore.Cli.Composition;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>forget VIEW</c>: a view whose code is no more.</summary>
internal sealed class Forget : IVerb
{
    private static readonly Argument<string> View = new("VIEW") { Description = "The view whose code no process has any more." };

    public int Place => 75;

    public Command Describe() => new Command("forget", "Lets the store forget a view whose code is no more, so that processes without it write again.") { View, Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var view = run.Get(View)!;
            await store.Engine.ForgetAsync(view, run.Stop);
            if (run.Screen.Json) run.Screen.Document(new { view, forgotten = true });
            else run.Screen.Plain($"{view}: forgotten; its rows are left in their table, which nobody keeps current any more.");
            return ExitCodes.Done;
        })
        .Example("journey forget device-models", "after the application that had it gave it up");
}
