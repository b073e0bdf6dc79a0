using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Identity;
using JourneyStore.Http.Answers;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>held [--retry]</c>: events that are kept but belong to nobody yet.</summary>
internal sealed class Held : IVerb
{
    private const int Most = 1_000;
    private static readonly Option<bool> Again = new("--retry") { Description = "Tries to bind them again; the same as 'retry held'." };
    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, Most);
    private static readonly Option<long?> After = new("--after") { Description = "Goes on after this number.", HelpName = "NUMBER" };

    public int Place => 91;

    public Command Describe() => new Command(
        "held",
        "Events that are kept but not yet bound to a customer, longest held first, with the reasons. " +
        "They are bound by themselves as soon as their customer is known.")
        {
            Again, Limit, After, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            if (run.Get(Again)) return await RetryAsync(run, store);
            var page = await store.Engine.HeldAsync(run.Tenant, run.Get(Limit), run.Get(After), run.Stop);
            if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(page));
            else Show(page, store.Engine.Time.GetUtcNow(), run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey held", "what is held, since when, and why")
        .Example("journey held --retry", "tries to bind them again");

    /// <summary>Has all that is held tried again, and says what came of it.</summary>
    internal static async Task<int> RetryAsync(Invocation run, Store store)
    {
        var outcome = await store.Engine.RetryHeldAsync(run.Tenant, run.Stop);
        if (run.Screen.Json) run.Screen.Plain(AnswerText.Of(outcome));
        else if (outcome.Tried == 0) run.Screen.Plain("Nothing is held.");
        else
        {
            run.Screen.Plain($"Bound to a customer now: {Words.Count(outcome.Bound)} of {Words.Count(outcome.Tried)} that were held.");
            if (outcome.StillHeld > 0) run.Screen.Plain($"Still held: {Words.Count(outcome.StillHeld)}; journey held says why.");
        }
        return ExitCodes.Done;
    }

    private static void Show(HeldPage page, DateTimeOffset now, Screen screen)
    {
        if (page.Events.Count == 0) screen.Plain("Nothing is held: every event belongs to a customer.");
        foreach (var held in page.Events)
        {
            var one = held.Candidate;
            var of = one.CaseId is { } id ? $"  case {$"{one.Process} {id}".TrimStart()}" : "";
            var occurred = one.OccurredAt is { } at ? $", occurred {Words.Minute(at)} UTC" : "";
            screen.Plain($"  {one.Type}{of}  held for {Words.For(held.RecordedAt, now)}{occurred}");
            screen.Plain($"    {one.Id}  from {one.Source}{(one.Customer.Count == 0 ? "" : $"  names {string.Join(", ", one.Customer)}")}");
            screen.Plain($"    {held.Code}: {held.Reason}");
        }
        if (page.Next is { } next) screen.Plain($"More: the same command with --after {next}");
        if (page.Events.Count > 0) screen.Plain("Next: journey retry held   (or send what names the customer: they are bound by themselves then)");
    }
}
