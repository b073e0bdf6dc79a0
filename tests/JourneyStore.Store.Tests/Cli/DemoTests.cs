namespace JourneyStore.Store.Tests.Cli;

public sealed class DemoTests(StoreFolder store) : IClassFixture<StoreFolder>
{
    [Fact]
    public async Task The_demo_tells_its_story_once_and_when_run_again_stores_nothing_twice()
    {
        var first = await store.RunAsync("demo", "--once", "--urls", "http://127.0.0.1:0");
        var second = await store.RunAsync("demo", "--once", "--urls", "http://127.0.0.1:0");

        first.ExitCode.ShouldBe(0, first.Error);
        first.Out.ShouldContain("events stored over HTTP in ");
        first.Out.ShouldContain("Hanna Lindqvist (platinum)  →  callback-now");
        first.Out.ShouldContain("Jonas Weber (standard)  →  standard-queue");
        first.Out.ShouldContain("comes out the same: callback-now");
        first.Out.ShouldNotContain('\u001b');
        first.Out.Split('\n').ShouldAllBe(line => line.Length <= 100);
        second.ExitCode.ShouldBe(0, second.Error);
        second.Out.ShouldContain("The story was in the store already");
    }
}
