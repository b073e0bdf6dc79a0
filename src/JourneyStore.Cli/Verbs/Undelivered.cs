using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reactions;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>undelivered [REACTION] [--retry | --discard] [--key KEY]</c>: what reactions failed on for good.</summary>
internal sealed class Undelivered : IVerb
{
    private const int Most = 1_000;
    private static readonly Argument<string?> Reaction =
        new("REACTION") { Description = "The reaction; none named: all.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Again =
        new("--retry") { Description = "Has them tried again, by the servers that run, with the idempotency keys that they had." };
    private static readonly Option<int> Limit = Flags.Count("--limit", "Most entries.", 50, Most);
    private static readonly Option<string?> After =
        new("--after") { Description = "Goes on after this place, as the page before said it.", HelpName = "PLACE" };
    private static readonly Option<bool> Discard = new("--discard") { Description = "Throws them away: nobody is told of these events any more." };
    private static readonly Option<Guid?> Key =
        new("--key") { Description = "With --retry or --discard: only the one with this idempotency key.", HelpName = "KEY" };

    public int Place => 95;

    public Command Describe() => new Command(
        "undelivered", "Events on which reactions failed for good, with the reasons; or has them tried again, or throws them away.")
        {
            Reaction, Again, Discard, Key, Limit, After, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            if (run.Get(Again) && run.Get(Discard)) throw new UsageException("--retry and --discard exclude each other.");
            // What is thrown away is gone; nobody throws away everything by leaving something out.
            if (run.Get(Discard) && run.Get(Reaction) is null && run.Get(Key) is null)
                throw new UsageException("--discard takes a REACTION or a --key.");
            if (run.Get(Again)) return await RetryAsync(run, store, run.Get(Reaction), run.Get(Key));
            await CheckAsync(run, store, run.Get(Reaction));
            var (dead, reaction) = (store.Engine.Dead, run.Get(Reaction));
            if (run.Get(Discard)) SayDiscarded(await dead.DiscardAsync(run.Tenant, reaction, run.Stop, run.Get(Key)), run.Screen);
            else Say(await dead.ListAsync(run.Tenant, reaction, run.Get(Limit), run.Get(After), run.Stop), run.Screen);
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
    internal static async Task<int> RetryAsync(Invocation run, Store store, string? reaction, Guid? key = null)
    {
        await CheckAsync(run, store, reaction);
        var retried = await store.Engine.Dead.RetryAsync(run.Tenant, reaction, run.Stop, key);
        if (run.Screen.Json) run.Screen.Document(new { retried });
        else if (retried == 0) run.Screen.Plain("Nothing has failed for good.");
        else run.Screen.Plain($"{Words.Count(retried)} are due again: the servers that run deliver them.");
        return ExitCodes.Done;
    }

    private static void SayDiscarded(long discarded, Screen screen)
    {
        if (screen.Json) screen.Document(new { discarded });
        else screen.Plain(discarded == 0 ? "Nothing has failed for good." : $"{Words.Count(discarded)} are thrown away.");
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
            screen.Plain($"    key {dead.Key}");
            screen.Plain($"    {dead.Reason} ({(dead.Tries == 1 ? "tried once" : $"tried {Words.Count(dead.Tries)} times")})");
        }
        if (page.Next is { } next) screen.Plain($"More: the same command with --after {next}");
        if (page.Dead.Count > 0) screen.Plain("Next: journey retry undelivered [REACTION], or journey undelivered [--key KEY] --retry or --discard");
    }
}
