using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Demo;
using JourneyStore.Cli.Screens;
using JourneyStore.Cli.Serving;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>serve [--dev]</c>: the HTTP API.</summary>
internal sealed class Serve : IVerb
{
    private static readonly Option<bool> Dev = new("--dev") { Description = "Ask no keys; loopback addresses only." };

    public int Place => 20;

    public Command Describe() => new Command(
        "serve",
        "Serves the HTTP API until Ctrl-C or SIGTERM; then ends what is under way and stops.")
        {
            Dev, Flags.Urls,
        }
        .Runs(RunAsync, chatty: true)
        .Example("journey serve --dev", "this machine only, no keys asked")
        .Example("journey serve --urls http://0.0.0.0:5080", "for others, who need keys: journey keys create");

    private static async Task<int> RunAsync(Invocation asked)
    {
        var run = asked.AsTold();
        var dev = run.Get(Dev);
        if (run.Around.Application is { } application) return await application.ServeAsync(run, dev);
        ListenAddresses.Check(run.Settings.Urls, loopbackOnly: dev);
        // While the database starts and is opened, the other core makes the web server ready.
        var preparing = Task.Run(() => JourneyServer.Prepare(run.Settings.Urls, dev, run), run.Stop);
        await using var store = await run.FindAsync(new EngineOptions { Intake = run.Settings.Intake, HoldProjections = true });
        await using var server = JourneyServer.Begin(store.Engine, await preparing, run);
        await store.StartAsync();
        if (!dev && !await store.Engine.Keys.AnyAsync(run.Stop))
            throw new StoreException(
                "no-keys",
                "There is no API key yet, and without keys nobody could call. Make one:  journey keys create --name NAME --scopes ingest,read,decide  " +
                "Or serve this machine only, without keys:  journey serve --dev");
        await using var reactions = await ServedReactions.BeginAsync(store.Engine, run);
        await server.OpenAsync();
        var addresses = string.Join(", ", server.Addresses);
        run.Screen.Plain($"JourneyStore is ready at {addresses}  ({store.Place}{(dev ? "; no keys asked" : "")}{Told(run)})");
        // Who waits for the line above is served first.
        store.Engine.BeginProjections();
        await reactions.StartAsync();
        await run.UntilStoppedAsync();
        run.Screen.Remark("Stopping: what is under way is brought to its end.");
        return ExitCodes.Done;
    }

    private static string Told(Invocation run) =>
        run.Clock is StoryClock story ? $"; the demo's story, whose clock stands at {Words.Minute(story.GetUtcNow())} UTC" : "";
}
