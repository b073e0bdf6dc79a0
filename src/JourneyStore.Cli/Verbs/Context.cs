using System.CommandLine;
using JourneyStore.Cli.Answers;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>context REF</c>: who the customer is and where they stand.</summary>
internal sealed class Context : IVerb
{
    private static readonly Argument<CustomerRef> Customer = Flags.Customer();

    public int Place => 110;

    public Command Describe() => new Command("context", "Who a customer is and where they stand: open cases, signals with their reasons, promises.") { Customer, Flags.AsOf, Flags.Tenant, Flags.Json }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var context = await store.Engine.ContextAsync(run.Tenant, run.Get(Customer), new ContextQuery(AsOf: run.Get(Flags.AsOf)), run.Stop);
            if (run.Screen.Json) run.Screen.Document(ContextAnswer.Of(context));
            else ContextCanvas.Show(context, run.Screen.Out);
            return ExitCodes.Done;
        });
}
