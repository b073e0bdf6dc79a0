using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>timeline REF</c>: what happened to a customer, newest first.</summary>
internal sealed class Timeline : IVerb
{
    private static readonly Argument<CustomerRef> Customer = Flags.Customer();
    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, 1_000);
    private static readonly Option<string?> Before = new("--before")
    {
        Description = "Cursor of the next, older page, as the page before printed it.",
        HelpName = "CURSOR",
    };

    private static readonly Option<DateTimeOffset?> From = Flags.Moment("--from", "Not before this moment.");
    private static readonly Option<DateTimeOffset?> To = Flags.Moment("--to", "Before this moment.");
    private static readonly Option<string?> Type = new("--type") { Description = "Only this event type.", HelpName = "TYPE" };

    public int Place => 120;

    public Command Describe()
    {
        var command = new Command("timeline", "What happened to a customer, newest first.")
        {
            Customer, Limit, Before, From, To, Flags.AsOf, Type, Flags.Tenant, Flags.Json,
        };
        command.Validators.Add(asked =>
        {
            if (asked.GetResult(To) is not null && asked.GetResult(Flags.AsOf) is not null)
                asked.AddError("--to and --as-of say the same thing; give one of them.");
        });
        return command.Runs(RunAsync)
            .Example("journey timeline email:ann@example.org", "the newest 50 events")
            .Example("journey timeline email:ann@example.org --type ticket.opened --from 2026-01-01", "her tickets of a year");
    }

    private static async Task<int> RunAsync(Invocation run)
    {
        await using var store = await run.OpenToReadAsync();
        // The timeline ends before a moment; what happened at the very moment asked for still belongs to it.
        var end = run.Get(Flags.AsOf)?.AddTicks(TimeSpan.TicksPerMicrosecond) ?? run.Get(To);
        var query = new TimelineQuery(run.Get(Limit), run.Get(Before), run.Get(From), end, run.Get(Type));
        var page = await store.Engine.TimelineAsync(run.Tenant, run.Get(Customer), query, run.Stop);
        if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(page));
        else
        {
            TimelineCanvas.Show(page.Entries, run.Get(Flags.AsOf) ?? store.Engine.Time.GetUtcNow(), run.Screen.Out);
            if (page.Next is not null) run.Screen.Plain($"\nOlder: the same command with --before {page.Next}");
        }
        return ExitCodes.Done;
    }
}
