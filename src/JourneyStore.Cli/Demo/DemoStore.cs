using JourneyStore.Reactions;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Embedded;
using Npgsql;

namespace JourneyStore.Cli.Demo;

/// <summary>
/// Where the demo plays: a store of its own beside the user's, unless one is given. In its own store a story of another day makes
/// room for today's; in a given one nothing is ever removed, and the story that is there goes on.
/// </summary>
internal static class DemoStore
{
    /// <summary>Hanna, as anybody may name her.</summary>
    public static readonly CustomerRef Hanna = new(new Identifier("email", "hanna.lindqvist@norrviken.example"));

    /// <summary>Opens the store and says which story it holds or gets.</summary>
    public static async Task<(Store Store, int Seed, DateOnly Day)> OpenAsync(Invocation run, int seed)
    {
        var today = DateOnly.FromDateTime(run.Time.GetUtcNow().UtcDateTime);
        var own = run.Settings is { Database: null, DataFolder: null };
        // What is told here never happened: nobody outside is to hear of it.
        var settings = run.Settings with { Webhook = new WebhookOptions() };
        if (own) settings = settings with { DataFolder = Path.Combine(LocalServer.DefaultDataFolder(), "demo") };
        var store = await run.With(settings).OpenAsync(new EngineOptions());
        try
        {
            if (await FindAsync(store.Engine, run) is not { } told || told == (today, seed)) return (store, seed, today);
            if (!own)
            {
                run.Screen.Remark($"This store holds the demo's story of {told.Day:yyyy-MM-dd}, seed {told.Seed}; it goes on with that one. What happened then weighs less by now.");
                return (store, told.Seed, told.Day);
            }
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
        await store.DisposeAsync();
        await ClearAsync(settings.DataFolder!, run);
        return (await run.With(settings).OpenAsync(new EngineOptions()), seed, today);
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

    // Only ever the demo's own folder: it holds nothing but a story that can be told again.
    private static async Task ClearAsync(string folder, Invocation run)
    {
        await using var server = await LocalServer.StartAsync(
            new LocalServerOptions { DataFolder = folder, Progress = run.Screen.Passing, Time = run.Time }, run.Stop);
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(run.Stop);
        await using var clear = new NpgsqlCommand("drop schema public cascade; create schema public", connection);
        await clear.ExecuteNonQueryAsync(run.Stop);
    }
}
