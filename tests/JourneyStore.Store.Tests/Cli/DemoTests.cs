namespace JourneyStore.Store.Tests.Cli;

public sealed class DemoTests(DemoTests.ToldStore told) : IClassFixture<DemoTests.ToldStore>
{
    private static readonly string[] Once = ["demo", "--once", "--urls", "http://127.0.0.1:0"];

    [Fact]
    public async Task The_demo_tells_its_story_once_and_when_run_again_stores_nothing_twice()
    {
        var first = told.First;
        var second = await told.Folder.RunAsync(Once);

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
        Told(told.First.Out).ShouldBe(story, "another store, another day");
    }

    [Fact]
    public async Task A_store_that_holds_another_story_or_other_events_is_left_alone_with_a_way_out()
    {
        await using var used = await OtherFolder.StartAsync();
        var line = """{"specversion":"1.0","id":"1","source":"/x","type":"ticket.opened","customer":"email:ann@example.org","data":{}}""";
        (await used.Folder.HereAsync("import", await used.Folder.FileAsync("mine.ndjson", [line]))).ExitCode.ShouldBe(0);

        var otherSeed = await told.Folder.RunAsync([.. Once, "--seed", "8"]);
        var othersEvents = await used.Folder.RunAsync(Once);

        otherSeed.ExitCode.ShouldBe(1);
        otherSeed.Error.ShouldStartWith("error demo-other-story: This store holds the demo's story of seed 7");
        otherSeed.Error.ShouldContain("--data FOLDER");
        otherSeed.Out.ShouldBeEmpty();
        othersEvents.Error.ShouldStartWith("error demo-not-empty: This store holds 1 event");
    }

    // What is told, without how long it took on this machine, and without the ids of what was decided.
    private static string Told(string text) =>
        text[text.IndexOf("── 1 ", StringComparison.Ordinal)..text.IndexOf("── Try it", StringComparison.Ordinal)];

    /// <summary>A store in which the demo has told its story once.</summary>
    public sealed class ToldStore : IAsyncLifetime
    {
        public StoreFolder Folder { get; } = new();

        internal JourneyOutput First { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Folder.InitializeAsync();
            First = await Folder.RunAsync(Once);
        }

        public Task DisposeAsync() => Folder.DisposeAsync();
    }

    /// <summary>A second store.</summary>
    private sealed class OtherFolder : IAsyncDisposable
    {
        public StoreFolder Folder { get; } = new();

        public static async Task<OtherFolder> StartAsync()
        {
            var other = new OtherFolder();
            await other.Folder.InitializeAsync();
            return other;
        }

        /// <summary>What a command answers on a day of ours.</summary>
        public async Task<string> OnAsync(DateTimeOffset today, params string[] args)
        {
            var run = await Folder.HereAsync(new Today(today), args);
            run.ExitCode.ShouldBe(0, run.Error);
            return run.Out;
        }

        public async ValueTask DisposeAsync() => await Folder.DisposeAsync();
    }

    private sealed class Today(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
