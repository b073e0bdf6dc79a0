using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>parked [PROJECTION]</c>: customers and cases that wait for a projection, because it cannot fold one of their events.</summary>
internal sealed class Parked : IVerb
{
    private const int Most = 1_000;
    private static readonly Argument<string?> Projection = new("PROJECTION")
    {
        Description = "The projection; none named: all.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, Most);
    private static readonly Option<long?> After = new("--after") { Description = "Goes on after this number.", HelpName = "NUMBER" };

    public int Place => 92;

    public Command Describe() => new Command("parked", "Customers and cases that a projection has parked, with the reasons.")
        {
            Projection, Limit, After, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var page = await store.Engine.Parked.ListAsync(run.Tenant, run.Get(Projection), run.Get(Limit), run.Get(After), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(page));
            else Show(page, run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey parked", "all that is parked, and why")
        .Example("journey parked attention --limit 10", "what one projection has parked");

    /// <summary>One line for each: what, since when, and why.</summary>
    internal static void ShowEntries(IEnumerable<ParkedEntry> entries, Screen screen)
    {
        foreach (var entry in entries)
        {
            screen.Plain($"  {entry.Projection}  {entry.Subject}  at {Words.Count(entry.Position)} {entry.EventType}");
            screen.Plain($"    {entry.Reason} (since {Words.Minute(entry.Since)} UTC, {(entry.Tries == 1 ? "tried once" : $"tried {Words.Count(entry.Tries)} times")})");
        }
    }

    private static void Show(ParkedPage page, Screen screen)
    {
        if (page.Parked.Count == 0) screen.Plain("Nothing is parked.");
        ShowEntries(page.Parked, screen);
        if (page.Next is { } next) screen.Plain($"More: the same command with --after {next}");
        if (page.Parked.Count > 0) screen.Plain("Next: journey retry PROJECTION [GROUP]   or   journey skip PROJECTION GROUP --reason TEXT");
    }
}
