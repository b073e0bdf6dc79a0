using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>retry held | undelivered [REACTION] | PROJECTION [GROUP]</c>: tries again what waits.</summary>
internal sealed class Retry : IVerb
{
    private const string HeldEvents = "held";
    private const string UndeliveredEvents = "undelivered";

    private static readonly Argument<string> What = new("WHAT")
    {
        Description = "'held': all held events; 'undelivered': what reactions failed on; or the projection that parked customers or cases.",
    };

    private static readonly Argument<string?> Group = new("GROUP")
    {
        Description = "Of a projection: the customer (type:value, or our own id) or the case (process/case id). " +
            "Of 'undelivered': the reaction. None named: all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public int Place => 93;

    public Command Describe()
    {
        var command = new Command(
            "retry", "Tries again what waits: held events, parked customers or cases, undelivered reactions. Exit 1 when one stays parked.")
        {
            What, Group, Flags.Tenant, Flags.Json,
        };
        command.Validators.Add(asked =>
        {
            if (asked.GetValue(What) == HeldEvents && asked.GetValue(Group) is { } one)
                asked.AddError($"'retry held' tries all held events, found '{one}'.");
        });
        return command.Runs(RunAsync)
            .Example("journey retry held", "binds held events whose customer is known by now")
            .Example("journey retry attention email:ann@example.org", "folds a parked customer again, once the fold is mended")
            .Example("journey retry undelivered webhook", "has failed deliveries tried again");
    }

    private static async Task<int> RunAsync(Invocation run)
    {
        await using var store = await run.OpenToReadAsync();
        return run.Get(What) switch
        {
            HeldEvents => await Held.RetryAsync(run, store),
            UndeliveredEvents => await Undelivered.RetryAsync(run, store, run.Get(Group)),
            var projection => Show(await store.Engine.Parked.RetryAsync(run.Tenant, projection!, run.Get(Group), run.Stop), run.Screen),
        };
    }

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
