using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Demo;
using JourneyStore.Cli.Demo.Chapters;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Importing;
using JourneyStore.Cli.Screens;
using JourneyStore.Cli.Serving;
using JourneyStore.Engine.Errors;
using Spectre.Console;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>demo</c>: a story from beginning to end, then a server to play with.</summary>
internal sealed class DemoVerb : IVerb
{
    private const string AnyFreePort = "http://127.0.0.1:0";

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Another seed, another story; the same seed tells the same story on any day.",
        HelpName = "N",
        DefaultValueFactory = _ => DemoStore.UsualSeed,
    };

    private static readonly Option<bool> Once = new("--once") { Description = "Exit after the story instead of serving." };

    public int Place => 10;

    public Command Describe() => new Command(
        "demo",
        "Tells a story: generates four months of a company's processes, sends them in over HTTP, and shows what no single process sees. " +
        "Plays in a store of its own, one a seed (folder 'demo' or 'demo-N' in the data folder), " +
        "unless --db or --data names an empty one. Then serves until Ctrl-C.")
    {
        Seed, Once, Flags.Urls,
    }.Runs(RunAsync)
        .Example("journey demo", "the story, then a server to play with")
        .Example("journey demo --once --seed 8", "another story, and no server");

    private static async Task<int> RunAsync(Invocation run)
    {
        var start = run.Time.GetTimestamp();
        ListenAddresses.Check(run.Settings.Urls, loopbackOnly: true);
        await using var store = await DemoStore.OpenAsync(run, run.Get(Seed));
        var tale = Tale.Tell(run.Get(Seed));
        run.Screen.Out.Heading("JourneyStore demo");
        run.Screen.Out.WriteLine();
        run.Screen.Out.Prose(
            $"{Words.Count(People.Count)} customers and {Words.Count(tale.Count)} events " +
            $"in the {Demo.Story.Calendar.Days} days before {StoryTime.Day:yyyy-MM-dd}: " +
            "tickets, orders, deliveries, invoices, calls, surveys, campaigns, each sent by its own system under the name by which that system knows the customer.");
        run.Screen.Out.Prose($"Store: {store.Place}.");
        run.Screen.Out.WriteLine();

        await using var server = await ListenAsync(run, store);
        await SendAsync(run, store, server.Addresses[0], tale);
        var scene = new DemoScene(run, store.Engine, tale.People);
        await DashboardsChapter.ShowAsync(scene);
        await JourneyChapter.ShowAsync(scene);
        await StrainChapter.ShowAsync(scene);
        var decision = await DecisionChapter.ShowAsync(scene);
        TryItChapter.Show(scene, server.Addresses[0], decision, run.Get(Seed), serving: !run.Get(Once));
        run.Screen.Plain($"\n  The whole demo took {Words.Span(run.Time.GetElapsedTime(start))}.");
        if (!run.Get(Once)) await run.UntilStoppedAsync();
        return ExitCodes.Done;
    }

    // Somebody who already serves keeps the usual port.
    private static async Task<JourneyServer> ListenAsync(Invocation run, Store store)
    {
        try
        {
            return await JourneyServer.StartAsync(store.Engine, run.Settings.Urls, dev: true, run);
        }
        catch (StoreException taken) when (taken.Code == "address-in-use" && run.Settings.Urls is [Settings.DefaultUrls])
        {
            return await JourneyServer.StartAsync(store.Engine, [AnyFreePort], dev: true, run);
        }
    }

    private static async Task SendAsync(Invocation run, Store store, string address, Tale tale)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = StorySender.Connections };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(address) };
        var sender = new StorySender(http, run.Time);
        var start = run.Time.GetTimestamp();
        var taken = await Meter.WatchAsync(run.Screen, run.Time, async meter =>
        {
            await sender.SendAsync(tale, meter, run.Stop);
            var sent = run.Time.GetElapsedTime(start);
            await CatchingUp.WatchAsync(store.Engine, sender.Counts.Position, run.Time, meter, run.Stop);
            return sent;
        });
        var counts = sender.Counts;
        if (counts.FirstProblem is { } problem)
            throw new StoreException("demo-refused", $"{Words.Count(counts.Others)} events of the story were not stored; the first: {problem}");
        run.Screen.Out.Prose(counts.Stored == 0
            ? $"The story was in the store already: {Words.Count(counts.Duplicates)} repeats recognised in {Words.Span(taken)}, nothing stored twice."
            : $"{Words.Count(counts.Stored)} events stored over HTTP in {Words.Span(taken)}: {Words.Rate(counts.Stored / taken.TotalSeconds)} " +
              "on this machine, each durable before it was acknowledged.");
    }
}
