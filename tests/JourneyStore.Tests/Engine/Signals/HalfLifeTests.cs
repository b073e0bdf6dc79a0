using JourneyStore.Engine.Signals;

namespace JourneyStore.Tests.Engine.Signals;

public sealed class HalfLifeTests
{
    private static readonly HalfLife Fortnight = new(TimeSpan.FromDays(14));
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(14, 0.5)]
    [InlineData(28, 0.25)]
    [InlineData(-3, 1)]
    public void Half_is_left_after_each_half_life(double days, double left) => Fortnight.Left(TimeSpan.FromDays(days)).ShouldBe(left, 1e-12);

    [Fact]
    public void Decaying_in_two_steps_is_decaying_in_one() =>
        (Fortnight.Left(TimeSpan.FromDays(3)) * Fortnight.Left(TimeSpan.FromDays(8))).ShouldBe(Fortnight.Left(TimeSpan.FromDays(11)), 1e-12);

    [Fact]
    public void A_rank_does_not_change_as_its_score_decays() =>
        Fortnight.Rank(8, Start).ShouldBe(Fortnight.Rank(8 * Fortnight.Left(TimeSpan.FromDays(40)), Start.AddDays(40)), 1e-9);

    [Fact]
    public void Ranks_order_scores_of_different_days_as_they_stand_on_any_one_day()
    {
        var chance = new Chance(3);
        var scores = Enumerable.Range(0, 200).Select(_ => (Score: 1 + chance.Below(500) / 10.0, At: Start.AddDays(chance.Below(100)))).ToList();
        var anyDay = Start.AddDays(250);
        var byRank = scores.OrderBy(s => Fortnight.Rank(s.Score, s.At)).Select(s => Fortnight.Left(s.Score, s.At, anyDay)).ToList();
        for (var i = 1; i < byRank.Count; i++) byRank[i].ShouldBeGreaterThanOrEqualTo(byRank[i - 1] * (1 - 1e-9));
    }
}
