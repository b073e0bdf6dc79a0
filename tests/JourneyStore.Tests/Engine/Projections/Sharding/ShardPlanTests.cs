using JourneyStore.Engine.Projections.Sharding;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Tests.Engine.Projections.Sharding;

public sealed class ShardPlanTests
{
    private static readonly ShardKey[] All = [.. from shard in Enumerable.Range(1, 4) from view in new[] { "a", "b", "c" } select new ShardKey(view, shard)];
    private static readonly HashSet<ShardKey> None = [];

    [Fact]
    public void Alone_it_takes_all()
    {
        var plan = Plan([], processes: 1, free: All);
        plan.Take.ShouldBe(All);
        plan.GiveUp.ShouldBeEmpty();
    }

    [Fact]
    public void With_others_it_takes_its_fair_part_only()
    {
        Plan([], processes: 2, free: All).Take.Count.ShouldBe(6);
        Plan([], processes: 5, free: All).Take.Count.ShouldBe(3, "12 / 5, rounded up, so that none is left");
        Plan(All[..6], processes: 2, free: All[6..]).Take.ShouldBeEmpty();
    }

    [Fact]
    public void When_somebody_comes_it_gives_up_what_is_above_the_fair_part()
    {
        var plan = Plan(All, processes: 3, free: []);
        plan.GiveUp.ShouldBe(All[4..], ignoreOrder: true);
        plan.Take.ShouldBeEmpty();
    }

    [Fact]
    public void When_somebody_went_it_takes_what_is_free() => Plan(All[..6], processes: 1, free: All[6..]).Take.ShouldBe(All[6..]);

    [Fact]
    public void What_nobody_else_takes_is_taken_above_the_fair_part_and_kept()
    {
        var looks = new Dictionary<ShardKey, int> { [All[6]] = ShardPlan.LooksBeforeNeed, [All[7]] = ShardPlan.LooksBeforeNeed - 1 };
        var census = new ShardCensus(2, new HashSet<ShardKey> { All[6], All[7] });
        ShardPlan.Of(All, All[..6].ToHashSet(), census, looks, None).Take.ShouldBe([All[6]]);
        ShardPlan.Of(All, All[..7].ToHashSet(), census with { Free = None }, looks, new HashSet<ShardKey> { All[6] }).GiveUp.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(20)]
    public void Processes_that_follow_it_come_to_own_everything_once(int processes)
    {
        var held = Enumerable.Range(0, processes).Select(_ => new HashSet<ShardKey>()).ToArray();
        foreach (var shard in All) held[0].Add(shard);
        for (var round = 0; round < 3; round++)
            foreach (var mine in held)
            {
                var free = All.Where(shard => !held.Any(others => others.Contains(shard))).ToHashSet();
                var plan = ShardPlan.Of(All, mine, new ShardCensus(processes, free), new Dictionary<ShardKey, int>(), None);
                mine.ExceptWith(plan.GiveUp);
                mine.UnionWith(plan.Take);
            }
        held.SelectMany(mine => mine).ShouldBe(All, ignoreOrder: true);
        held.ShouldAllBe(mine => mine.Count <= (All.Length + processes - 1) / processes);
    }

    private static ShardPlan Plan(ShardKey[] held, int processes, ShardKey[] free) =>
        ShardPlan.Of(All, held.ToHashSet(), new ShardCensus(processes, free.ToHashSet()), new Dictionary<ShardKey, int>(), None);
}
