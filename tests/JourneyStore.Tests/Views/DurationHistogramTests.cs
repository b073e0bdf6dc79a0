using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class DurationHistogramTests
{
    [Fact]
    public void Every_quantile_lies_within_the_stated_error_of_the_true_one()
    {
        var chance = new Chance(6);
        var seconds = Enumerable.Range(0, 5_000).Select(_ => Math.Pow(10, chance.Below(8_000) / 1000.0) * (1 + chance.Below(100) / 100.0)).ToList();
        var histogram = seconds.Aggregate(DurationHistogram.Empty, (h, s) => h.Plus(DurationHistogram.Of(TimeSpan.FromSeconds(s))));
        seconds.Sort();
        foreach (var share in new[] { 0, 0.01, 0.25, 0.5, 0.9, 0.99, 1 })
        {
            var exact = seconds[(int)Math.Floor(share * (seconds.Count - 1))];
            histogram.QuantileSeconds(share)!.Value.ShouldBe(exact, Math.Max(1, exact * DurationHistogram.RelativeError * 1.0001), $"share {share}");
        }
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(14_400)]
    [InlineData(86_400 * 365.25 * 101)]
    public void A_quantile_of_durations_that_are_alike_is_exact_and_stays_so_when_others_come_and_go(double seconds)
    {
        var one = DurationHistogram.Of(TimeSpan.FromSeconds(seconds));
        var others = DurationHistogram.Of(TimeSpan.FromSeconds(seconds * 1.01)).Plus(DurationHistogram.Of(TimeSpan.FromSeconds(7)));
        var all = one.Plus(others).Plus(one).Plus(others.Negated());
        foreach (var share in new[] { 0, 0.5, 0.9, 1 }) all.QuantileSeconds(share).ShouldBe(seconds, $"share {share}");
    }

    [Fact]
    public void Subtracting_what_was_added_leaves_nothing()
    {
        var chance = new Chance(2);
        var parts = Enumerable.Range(0, 300).Select(_ => DurationHistogram.Of(TimeSpan.FromSeconds(chance.Below(100_000)))).ToList();
        var sum = parts.Aggregate(DurationHistogram.Empty, (h, p) => h.Plus(p));
        parts.Aggregate(sum, (h, p) => h.Plus(p.Negated())).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_has_no_median() => DurationHistogram.Empty.QuantileSeconds(0.5).ShouldBeNull();

    [Fact]
    public void A_duration_below_zero_counts_as_zero_and_a_thousand_years_as_the_most()
    {
        DurationHistogram.Of(TimeSpan.FromSeconds(-5)).QuantileSeconds(0.5).ShouldBe(0);
        DurationHistogram.Of(TimeSpan.FromDays(365_000)).Count.ShouldBe(1);
    }

    [Fact]
    public void Its_bytes_are_bounded_and_do_not_depend_on_the_order_of_what_came()
    {
        var all = Enumerable.Range(0, 100_000).Select(i => DurationHistogram.Of(TimeSpan.FromSeconds(i * (double)i)));
        var forth = all.Aggregate(DurationHistogram.Empty, (h, p) => h.Plus(p));
        var back = all.Reverse().Aggregate(DurationHistogram.Empty, (h, p) => h.Plus(p));
        Stored.Bytes(back).ShouldBe(Stored.Bytes(forth));
        Stored.Bytes(forth).Length.ShouldBeLessThan(DurationHistogram.MostBuckets * 40);
        Stored.Bytes(Stored.AndBack(forth)).ShouldBe(Stored.Bytes(forth));
    }
}
