using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>retry PROJECTION [GROUP]</c>: folds what is parked again.</summary>
internal sealed class Retry : IVerb
{
    private static readonly Argument<string> Projection = new("PROJECTION") { Description = "The projection that parked it." };
    private static readonly Argument<string?> Group = new("GROUP")
    {
        Description = "The customer (type:value, or our own id) or the case (process/case id); none named: all that are parked.", Arity = ArgumentArity.ZeroOrOne,
    };

    public int Place => 93;

    public Command Describe() => new Command("retry", "Folds parked customers or cases again; what can be folded goes on. Exit 1 when one stays parked.")
        {
            Projection, Group, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            return Show(await store.Engine.Parked.RetryAsync(run.Tenant, run.Get(Projection)!, run.Get(Group), run.Stop), run.Screen);
        });

    /// <summary>Says what came of it.</summary>
    internal static int Show(ParkedOutcome outcome, Screen screen)
    {
        if (screen.Json) screen.Plain(AnswerText.Of(outcome));
        else
        {
            screen.Plain(outcome.Tried == 0 ? "Nothing is parked." : $"{outcome.GoOn} of {outcome.Tried} parked go on.");
            if (outcome.Still.Count > 0) screen.Plain("Still parked:");
            Parked.ShowEntries(outcome.Still, screen);
        }
        return outcome.GoOn == outcome.Tried ? ExitCodes.Done : ExitCodes.Failed;
    }
}
