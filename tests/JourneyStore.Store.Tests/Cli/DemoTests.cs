using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;

namespace JourneyStore.Store.Tests.Cli;

public sealed class DemoTests(StoreFolder store) : IClassFixture<StoreFolder>
{
    private static readonly string[] Once = ["demo", "--once", "--urls", "http://127.0.0.1:0"];

    [Fact]
    public async Task The_demo_tells_its_story_once_and_when_run_again_stores_nothing_twice()
    {
        var first = await store.RunAsync(Once);
        var second = await store.RunAsync(Once);

        first.ExitCode.ShouldBe(0, first.Error);
        first.Out.ShouldContain("Hanna Lindqvist (platinum)  →  callback-now");
        first.Out.ShouldContain("Jonas Weber (standard)  →  standard-queue");
        first.Out.ShouldContain("comes out the same: callback-now");
        first.Out.ShouldContain("Hanna Lindqvist is number 1 of");
        first.Out.ShouldNotContain('\u001b');
        first.Out.Split('\n').ShouldAllBe(line => line.Length <= 100);
        second.ExitCode.ShouldBe(0, second.Error);
        second.Out.ShouldContain("The story was in the store already");
        Told(second.Out).ShouldBe(Told(first.Out));
    }

    [Fact]
    public async Task The_same_seed_tells_the_same_text_on_any_day()
    {
        await using var other = await OtherFolder.StartAsync();

        var (before, after) = (new DateTimeOffset(2025, 8, 2, 14, 0, 0, TimeSpan.Zero), new DateTimeOffset(2031, 12, 24, 23, 59, 0, TimeSpan.Zero));
        var first = await other.OnAsync(before, Once);
        var story = Told(first);

        story.ShouldContain("What the processes report");
        Told(await other.OnAsync(after, Once)).ShouldBe(story);
        (await other.OnAsync(after, "context", "email:hanna.lindqvist@norrviken.example"))
            .ShouldBe(await other.OnAsync(before, "context", "email:hanna.lindqvist@norrviken.example"));
        Told((await store.RunAsync(Once)).Out).ShouldBe(story, "another store, another day");
    }

    [Fact]
    public async Task A_store_that_holds_another_story_or_other_events_is_left_alone_with_a_way_out()
    {
        await using var used = await OtherFolder.StartAsync();
        await store.RunAsync(Once);
        var line = """{"specversion":"1.0","id":"1","source":"/x","type":"ticket.opened","customer":"email:ann@example.org","data":{}}""";
        (await Journey.RunAsync("import", await store.FileAsync("mine.ndjson", [line]), "--data", used.Data)).ExitCode.ShouldBe(0);

        var otherSeed = await store.RunAsync([.. Once, "--seed", "8"]);
        var othersEvents = await Journey.RunAsync([.. Once, "--data", used.Data]);

        otherSeed.ExitCode.ShouldBe(1);
        otherSeed.Error.ShouldStartWith("error demo-other-story: This store holds the demo's story of seed 7");
        otherSeed.Error.ShouldContain("--data FOLDER");
        otherSeed.Out.ShouldBeEmpty();
        othersEvents.Error.ShouldStartWith("error demo-not-empty: This store holds 1 event");
    }

    // What is told, without how long it took on this machine, and without the ids of what was decided.
    private static string Told(string text) =>
        text[text.IndexOf("── 1 ", StringComparison.Ordinal)..text.IndexOf("── Try it", StringComparison.Ordinal)];

    /// <summary>A second store, and commands that are run on a day of ours.</summary>
    private sealed class OtherFolder : IAsyncDisposable
    {
        private readonly StoreFolder folder = new();

        public string Data => folder.Data;

        public static async Task<OtherFolder> StartAsync()
        {
            var other = new OtherFolder();
            await other.folder.InitializeAsync();
            return other;
        }

        public async Task<string> OnAsync(DateTimeOffset today, params string[] args)
        {
            var (answers, remarks) = (new StringWriter(), new StringWriter());
            var around = new Surroundings(new Today(today), new RandomIds())
            {
                Output = new TidyLines(answers), Error = remarks, OutputIsTerminal = false, ErrorIsTerminal = false,
            };
            (await CommandLine.RunAsync([.. args, "--data", Data], around, CancellationToken.None)).ShouldBe(0, remarks.ToString());
            return answers.ToString();
        }

        public async ValueTask DisposeAsync() => await folder.DisposeAsync();
    }

    private sealed class Today(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
