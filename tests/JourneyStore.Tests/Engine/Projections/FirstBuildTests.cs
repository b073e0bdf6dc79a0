using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay;

namespace JourneyStore.Tests.Engine.Projections;

public sealed class FirstBuildTests
{
    [Fact]
    public async Task Who_asks_while_one_builds_waits_for_it_and_nothing_is_read_twice()
    {
        var (builds, built) = (0, new TaskCompletionSource<IReadOnlySet<string>>());
        var first = new FirstBuild((_, _) =>
        {
            builds++;
            return built.Task;
        });
        var (steps, attention, other) = (first.OfAsync("steps", default), first.OfAsync("attention", default), first.OfAsync("other", default));
        built.SetResult(new HashSet<string> { "steps", "attention" });
        (await steps, await attention, await other, builds).ShouldBe((true, true, false, 1));
    }

    [Fact]
    public async Task After_one_that_failed_the_next_who_asks_builds_again()
    {
        var builds = 0;
        var first = new FirstBuild((_, _) => ++builds == 1
            ? Task.FromException<IReadOnlySet<string>>(new IOException("lost"))
            : Task.FromResult<IReadOnlySet<string>>(new HashSet<string> { "steps" }));
        await Should.ThrowAsync<IOException>(() => first.OfAsync("steps", default));
        (await first.OfAsync("steps", default)).ShouldBeTrue();
    }

    [Fact]
    public async Task How_far_it_is_can_be_asked_while_it_builds_and_only_then()
    {
        var built = new TaskCompletionSource<IReadOnlySet<string>>();
        IProgress<WorkProgress>? progress = null;
        var first = new FirstBuild((told, _) =>
        {
            progress = told;
            return built.Task;
        });
        first.At.ShouldBeNull();
        var asked = first.OfAsync("steps", default);
        first.At.ShouldBeNull();
        progress!.Report(new WorkProgress("rebuild steps", 3, 10));
        first.At.ShouldBe(new WorkProgress("rebuild steps", 3, 10));
        built.SetResult(new HashSet<string> { "steps" });
        await asked;
        first.At.ShouldBeNull();
    }

    [Fact]
    public async Task Who_waits_can_stop_waiting()
    {
        var first = new FirstBuild((_, _) => new TaskCompletionSource<IReadOnlySet<string>>().Task);
        using var stop = new CancellationTokenSource();
        var asked = first.OfAsync("steps", stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
    }
}
