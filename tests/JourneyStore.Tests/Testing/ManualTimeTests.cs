using JourneyStore.Testing;

namespace JourneyStore.Tests.Testing;

public sealed class ManualTimeTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        time.GetUtcNow().ShouldBe(now);
        time.Advance(TimeSpan.FromMinutes(3));
        time.GetUtcNow().ShouldBe(now.AddMinutes(3));
        time.GetElapsedTime(stamp).ShouldBe(TimeSpan.FromMinutes(3));
        Should.Throw<ArgumentOutOfRangeException>(() => time.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public async Task A_delay_ends_when_its_moment_comes_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), time);
        time.WaitingTimers.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(9.999));
        delay.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.001));
        await delay;
        time.WaitingTimers.ShouldBe(0);
    }

    [Fact]
    public async Task A_wait_gives_up_when_its_time_is_over()
    {
        var never = new TaskCompletionSource();
        var wait = never.Task.WaitAsync(TimeSpan.FromSeconds(1), time);
        time.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<TimeoutException>(() => wait);
    }

    [Fact]
    public void A_cancellation_after_a_time_comes_then()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        time.Advance(TimeSpan.FromSeconds(4));
        source.IsCancellationRequested.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_moments_and_see_them_as_now()
    {
        var fired = new List<(string, double)>();
        var start = time.GetUtcNow();
        using var late = Timer("late", 5);
        using var repeated = Timer("each 2 s", 2, every: 2);
        using var early = Timer("early", 1);
        using var same = Timer("early too", 1);
        using (Timer("disposed", 3)) { }
        time.Advance(TimeSpan.FromSeconds(6));
        fired.ShouldBe([("early", 1), ("early too", 1), ("each 2 s", 2), ("each 2 s", 4), ("late", 5), ("each 2 s", 6)]);
        late.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        repeated.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(60));
        fired.Skip(6).ShouldBe([("late", 7)]);

        ITimer Timer(string name, double after, double? every = null) => time.CreateTimer(
            _ => fired.Add((name, (time.GetUtcNow() - start).TotalSeconds)), null,
            TimeSpan.FromSeconds(after), every is { } period ? TimeSpan.FromSeconds(period) : Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void What_a_timer_sets_on_its_way_falls_due_in_the_same_advance()
    {
        var fired = 0;
        using var first = time.CreateTimer(_ => time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(2));
        fired.ShouldBe(1);
    }
}
