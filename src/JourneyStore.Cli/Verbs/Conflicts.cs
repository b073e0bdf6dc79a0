using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Identity;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>conflicts</c>: identifiers that events named although they belong to somebody else.</summary>
internal sealed class Conflicts : IVerb
{
    private const int Most = 1_000;
    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, Most);
    private static readonly Option<long?> After = new("--after") { Description = "Goes on after this number.", HelpName = "NUMBER" };

    public int Place => 92;

    public Command Describe() => new Command(
        "conflicts",
        "Identifiers that events named although they belong to another customer, oldest first. The events are stored, with the customer whose identifier they named first.")
        {
            Limit, After, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var page = await store.Engine.Conflicts.PageAsync(run.Tenant, run.Get(Limit), run.Get(After), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(page));
            else Show(page, run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey conflicts", "who was named together with somebody else's identifier")
        .Example("journey conflicts --json", "as GET /v1/conflicts answers");

    private static void Show(ConflictPage page, Screen screen)
    {
        if (page.Conflicts.Count == 0) screen.Plain("No conflicts: every identifier was named by its own customer's events only.");
        foreach (var conflict in page.Conflicts)
        {
            screen.Plain($"  {conflict.Identifier}  belongs to {conflict.BelongsTo}");
            screen.Plain($"    named by {Words.Count(conflict.Times, "event")} that went to {conflict.Customer}");
            screen.Plain($"    the last one {conflict.LastEventId}  from {conflict.LastSource}, at position {Words.Count(conflict.LastPosition)}, {Words.Minute(conflict.NotedAt)} UTC");
        }
        if (page.Next is { } next) screen.Plain($"More: the same command with --after {next}");
    }
}
