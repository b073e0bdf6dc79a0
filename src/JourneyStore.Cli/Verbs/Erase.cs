using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Reading;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>erase REF --why TEXT [--by WHO] (--dry-run | --yes)</c>: makes a person's data unreadable.</summary>
internal sealed class Erase : IVerb
{
    private static readonly Argument<CustomerRef> Customer = Flags.Customer();
    private static readonly Option<string> Why =
        new("--why") { Description = "Why; kept in the receipt, so it names nobody.", HelpName = "TEXT", Required = true };
    private static readonly Option<string> By = new("--by")
    {
        Description = "Who decides; kept in the receipt. Default: the user who runs the command.", HelpName = "WHO",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Changes nothing, and says what would be erased." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Does it. There is no way back." };

    public int Place => 132;

    public Command Describe() => new Command(
        "erase",
        "Makes a person's data unreadable everywhere in the store: identifiers, names and free texts in events, rows of views, what is held and undelivered. "
        + "The events stay, as what happened to somebody who has no name; statistics stay as they are. What comes under the old identifiers afterwards is a new customer's.")
        {
            Customer, Why, By, DryRun, Yes, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            if (run.Get(DryRun) == run.Get(Yes)) throw new UsageException("What is erased does not come back: say --dry-run to see what would be, or --yes to do it.");
            await using var store = await run.OpenToReadAsync();
            var outcome = await store.Engine.EraseAsync(run.Tenant, run.Get(Customer), run.Get(By)!, run.Get(Why)!, run.Get(DryRun), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(outcome));
            else Show(outcome, run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey erase email:ann@example.org --why \"her request of 3 May\" --dry-run", "what would be erased")
        .Example("journey erase email:ann@example.org --why \"her request of 3 May\" --yes", "does it, and prints the receipt");

    private static void Show(ErasureOutcome outcome, Screen screen)
    {
        var receipt = outcome.Receipt;
        if (outcome.AlreadyErased) screen.Plain($"{receipt.Customer} is erased already, and nothing has come since. The receipt:");
        else if (outcome.DryRun) screen.Plain($"Nothing is changed. Of {receipt.Customer} would be erased:");
        else screen.Plain($"{receipt.Customer} is erased. The receipt:");
        Receipt(receipt, screen);
        if (receipt.WithoutRow.Count > 0)
            screen.Plain($"  These views do not take the events as they are now; the customer has no row in them: {string.Join(", ", receipt.WithoutRow)}");
        screen.Plain("  Out of reach:");
        foreach (var rest in receipt.NotDone) screen.Plain($"    {rest}");
        if (outcome.DryRun && !outcome.AlreadyErased) screen.Plain("Next: the same command with --yes instead of --dry-run");
    }

    /// <summary>A receipt, in lines.</summary>
    internal static void Receipt(ErasureReceipt receipt, Screen screen)
    {
        var counts = receipt.Counts;
        if (receipt.Id.Length > 0)
        {
            var end = receipt.DoneAt is { } done ? $"done {Words.Minute(done)} UTC" : "under way: it goes on by itself while a server runs, or with the same command";
            screen.Plain($"  {receipt.Id}  begun {Words.Minute(receipt.BegunAt)} UTC, {end}");
        }
        screen.Plain($"  by {receipt.By}: {receipt.Why}");
        (string What, long Count)[] all =
        [
            ("events", counts.Events), ("identifiers", counts.Identifiers), ("rows of views", counts.Rows), ("checkpoints", counts.Checkpoints),
            ("held events", counts.Held), ("messages", counts.Messages), ("conflicts", counts.Conflicts), ("notes", counts.Notes),
        ];
        foreach (var (what, count) in all) screen.Plain($"  {Words.Count(count),11}  {what}");
    }
}
