using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class DurationsTests
{
    [Fact]
    public void The_mean_is_exact()
    {
        var sum = Durations.Of(TimeSpan.FromMinutes(1)).Plus(Durations.Of(TimeSpan.FromMinutes(2))).Plus(Durations.Of(TimeSpan.FromMinutes(6)));
        (sum.Count, sum.MeanSeconds).ShouldBe((3, 180));
    }

    [Fact]
    public void Taking_back_leaves_none() =>
        Durations.Of(TimeSpan.FromSeconds(1.0005)).Plus(Durations.Of(TimeSpan.FromSeconds(1.0005)).Negated()).IsNone().ShouldBeTrue();

    [Fact]
    public void None_has_no_mean() => Durations.None.MeanSeconds.ShouldBeNull();
}
