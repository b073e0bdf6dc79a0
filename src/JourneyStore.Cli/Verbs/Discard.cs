using System.CommandLine;
using JourneyStore.Cli.Composition;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>discard VIEW</c>: throws a shadow away.</summary>
internal sealed class Discard : IVerb
{
    private static readonly Argument<string> View = new("VIEW") { Description = "The view whose shadow to throw away." };

    public int Place => 70;

    public Command Describe() => new Command("discard", "Throws the shadow of a view away; the view in use is not touched.") { View, Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var view = run.Get(View)!;
            await store.Engine.DiscardAsync(view, run.Stop);
            if (run.Screen.Json) run.Screen.Document(new { view, discarded = true });
            else run.Screen.Plain($"{view}: the shadow is gone; the view in use is as it was.");
            return ExitCodes.Done;
        })
        .Example("journey discard attention", "the view in use stays as it is");
}
