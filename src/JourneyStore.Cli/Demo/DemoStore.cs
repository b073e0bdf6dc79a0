using JourneyStore.Reactions;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Screens;
using JourneyStore.Embedded;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Cli.Demo;

/// <summary>
/// Where the demo plays: a store of its own beside the user's, one a seed, unless one is given. Nothing is ever removed: a store that holds
/// something else is left
/// alone, with a sentence that says what to do.
/// </summary>
internal static class DemoStore
{
    /// <summary>The seed whose store needs no number.</summary>
    public const int UsualSeed = 7;

    /// <summary>Hanna, as anybody may name her.</summary>
    public static readonly CustomerRef Hanna = new(new Identifier("email", "hanna.lindqvist@norrviken.example"));

    /// <summary>The folder in which a seed's story is kept when no store is given.</summary>
    public static string OwnFolder(int seed) =>
        Path.Combine(LocalServer.DefaultDataFolder(), seed == UsualSeed ? "demo" : FormattableString.Invariant($"demo-{seed}"));

    /// <summary>Opens the store of a story; its clock stands at the story's present.</summary>
    /// <exception cref="StoreException">Codes <c>demo-other-story</c>, <c>demo-not-empty</c>: the store holds something else.</exception>
    public static async Task<Store> OpenAsync(Invocation run, int seed)
    {
        // What is told here never happened: nobody outside is to hear of it.
        var settings = run.Settings with { Webhook = new WebhookOptions() };
        if (settings is { Database: null, DataFolder: null }) settings = settings with { DataFolder = OwnFolder(seed) };
        var store = await run.With(settings, new StoryClock(run.Time, StoryTime.Now)).OpenAsync(new EngineOptions());
        try
        {
            await CheckAsync(store.Engine, seed, run);
            if (settings is { Database: null, DataFolder: { } folder }) new StoryMark(seed, StoryTime.Now).Put(folder);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static async Task CheckAsync(JourneyEngine engine, int seed, Invocation run)
    {
        const string elsewhere = "Leave --db and --data out (and JOURNEYSTORE_DB, JOURNEYSTORE_DATA), or name an empty folder with --data FOLDER";
        if (await FindAsync(engine, run) is { } told)
        {
            if (told == (StoryTime.Day, seed)) return;
            var other = told.Day == StoryTime.Day ? $"seed {told.Seed}" : $"an earlier build (seed {told.Seed}, up to {told.Day:yyyy-MM-dd})";
            throw new StoreException(
                "demo-other-story",
                $"This store holds the demo's story of {other}; a second one would run into it. {elsewhere}, to hear the story of seed {seed}.");
        }
        var status = await engine.StatusAsync(run.Stop);
        if (status.Events > 0)
            throw new StoreException(
                "demo-not-empty",
                $"This store holds {Words.Count(status.Events, "event")} that are not the demo's; its invented customers do not belong among them. {elsewhere}.");
    }

    private static async Task<(DateOnly Day, int Seed)?> FindAsync(JourneyEngine engine, Invocation run)
    {
        try
        {
            var page = await engine.TimelineAsync(run.Tenant, Hanna, new TimelineQuery(Limit: 1, Type: "customer.identified"), run.Stop);
            return page.Entries.Count == 0 ? null : Tale.ReadSource(page.Entries[0].Source);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }
}
