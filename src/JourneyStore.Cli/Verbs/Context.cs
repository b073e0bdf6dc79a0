using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>context REF</c>: who the customer is and where they stand.</summary>
internal sealed class Context : IVerb
{
    private static readonly Argument<CustomerRef> Customer = Flags.Customer();

    private const int MostRecent = 500;

    public int Place => 110;

    public Command Describe() => new Command(
        "context",
        "Who a customer is and where they stand: open cases, signals with their reasons, promises.")
        {
            Customer, Flags.AsOf, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var context = await store.Engine.ContextAsync(run.Tenant, run.Get(Customer), new ContextQuery(AsOf: run.Get(Flags.AsOf)), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(context));
            else
            {
                // Contributions name their events by position; the newest of the journey tell the case that belongs to it.
                var recent = await store.Engine.TimelineAsync(run.Tenant, run.Get(Customer), new TimelineQuery(MostRecent), run.Stop);
                ContextCanvas.Show(context, recent.Entries.ToDictionary(one => one.Position, one => one.CaseId ?? ""), run.Screen.Out);
            }
            return ExitCodes.Done;
        })
        .Example("journey context email:ann@example.org", "who she is and where she stands")
        .Example("journey context crm:C-10001 --as-of 2026-05-02", "as things were then");
}
