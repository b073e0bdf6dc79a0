using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>erasures</c>: the receipts.</summary>
internal sealed class Erasures : IVerb
{
    private const int Most = 1_000;
    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, Most);
    private static readonly Option<long?> After = new("--after") { Description = "Goes on after this number.", HelpName = "NUMBER" };

    public int Place => 133;

    public Command Describe() => new Command("erasures", "The receipts of erasures, oldest first: who decided, when, why, and what was taken out.")
        {
            Limit, After, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var page = await store.Engine.ErasuresAsync(run.Tenant, run.Get(Limit), run.Get(After), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(page));
            else
            {
                if (page.Erasures.Count == 0) run.Screen.Plain("Nobody was erased.");
                foreach (var receipt in page.Erasures)
                {
                    run.Screen.Plain($"{receipt.Customer}");
                    Erase.Receipt(receipt, run.Screen);
                }
                if (page.Next is { } next) run.Screen.Plain($"More: the same command with --after {next}");
            }
            return ExitCodes.Done;
        })
        .Example("journey erasures", "whose data was erased, by our id, and by whom")
        .Example("journey erasures --json", "as GET /v1/erasures answers");
}
