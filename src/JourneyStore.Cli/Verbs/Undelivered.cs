using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reactions;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>undelivered [REACTION] [--retry]</c>: what reactions failed on for good.</summary>
internal sealed class Undelivered : IVerb
{
    private const int Most = 1_000;
    private static readonly Argument<string?> Reaction = new("REACTION") { Description = "The reaction; none named: all.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Again = new("--retry") { Description = "Has them tried again, by the servers that run, with the idempotency keys that they had." };
    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, Most);
    private static readonly Option<long?> After = new("--after") { Description = "Goes on after this number.", HelpName = "NUMBER" };

    public int Place => 95;

    public Command Describe() => new Command("undelivered", "Events on which reactions failed for good, with the reasons; or has them tried again.")
        {
            Reaction, Again, Limit, After, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            if (run.Get(Again)) return await RetryAsync(run, store, run.Get(Reaction));
            await CheckAsync(run, store, run.Get(Reaction));
            Say(await store.Engine.Dead.ListAsync(run.Tenant, run.Get(Reaction), run.Get(Limit), run.Get(After), run.Stop), run.Screen);
            return ExitCodes.Done;
        })
        .Example("journey undelivered", "what failed, and why")
        .Example("journey undelivered webhook --retry", "has it tried again; the same as 'retry undelivered webhook'");

    // A mistyped name must not read as good news.
    private static async Task CheckAsync(Invocation run, Store store, string? reaction)
    {
        if (reaction is null) return;
        var known = (await store.Engine.StatusAsync(run.Stop)).Reactions.Select(one => one.Name).ToList();
        if (!known.Contains(reaction))
            throw new NotFoundException(
                "unknown-reaction", $"There is no reaction '{reaction}'; there are {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
    }

    /// <summary>Has deliveries tried again, of one reaction or of all.</summary>
    internal static async Task<int> RetryAsync(Invocation run, Store store, string? reaction)
    {
        await CheckAsync(run, store, reaction);
        var retried = await store.Engine.Dead.RetryAsync(run.Tenant, reaction, run.Stop);
        if (run.Screen.Json) run.Screen.Document(new { retried });
        else run.Screen.Plain(retried == 0 ? "Nothing has failed for good." : $"{Words.Count(retried)} are due again: the servers that run deliver them.");
        return ExitCodes.Done;
    }

    private static void Say(DeadDeliveryPage page, Screen screen)
    {
        if (screen.Json)
        {
            screen.Document(page);
            return;
        }
        if (page.Dead.Count == 0) screen.Plain("Nothing has failed for good.");
        foreach (var dead in page.Dead)
        {
            screen.Plain($"  {dead.Reaction}  {dead.Customer}  at {Words.Count(dead.Position)} {dead.EventType}");
            screen.Plain($"    {dead.Reason} ({(dead.Tries == 1 ? "tried once" : $"tried {Words.Count(dead.Tries)} times")})");
        }
        if (page.Next is { } next) screen.Plain($"More: the same command with --after {next}");
        if (page.Dead.Count > 0) screen.Plain("Next: journey retry undelivered [REACTION]");
    }
}
