using System.CommandLine;
using JourneyStore.Cli.Answers;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Events;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>tail [--customer REF]</c>: follows events as they are stored.</summary>
internal sealed class Tail : IVerb
{
    private static readonly Option<Engine.Reading.CustomerRef?> Customer = Flags.CustomerOption("--customer", "Only this customer.");
    private static readonly Option<long?> After = new("--after")
    {
        Description = "Position to go on after; 0: from the first. Without it: from now on.",
        HelpName = "POSITION",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line." };

    public int Place => 100;

    public Command Describe() => new Command(
        "tail",
        "Follows events as they are stored, one line an event, until Ctrl-C.")
        {
            Customer, After, Flags.Tenant, Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var json = run.Get(Json);
            if (!json) run.Screen.Passing("Following the log; Ctrl-C ends it.");
            try
            {
                await foreach (var one in store.Engine.TailAsync(run.Tenant, run.Get(Customer), run.Get(After), run.Stop))
                {
                    if (json) run.Screen.Line(EventAnswer.Of(one));
                    else run.Screen.Plain(Line(one));
                }
            }
            catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
            {
                // The way in which a tail ends.
            }
            return ExitCodes.Done;
        })
        .Example("journey tail", "what is stored from now on")
        .Example("journey tail --after 0 --json", "the whole log, one JSON object a line")
        .Example("journey tail --customer email:ann@example.org", "one customer's events");

    internal static string Line(JourneyEvent one) =>
        $"{one.Position,9}  {Words.Minute(one.OccurredAt)}  {Who(one),-30}  {one.Type,-20}  {one.CaseId ?? "",-10}  {one.Title}".TrimEnd();

    // The name by which the producer knows the customer says more than our id.
    private static string Who(JourneyEvent one) => one.Identifiers.Count > 0 ? one.Identifiers[0].ToString() : one.Customer;
}
