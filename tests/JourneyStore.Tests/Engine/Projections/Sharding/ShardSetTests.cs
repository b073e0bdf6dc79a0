using JourneyStore.Engine.Projections.Sharding;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Tests.Engine.Projections.Sharding;

public sealed class ShardSetTests
{
    /// <summary>Progress is recorded by them, so these never change.</summary>
    [Theory]
    [InlineData("*DEFAULT*", "a", 4, 4)]
    [InlineData("acme", "0197f3a0-0000-7000-8000-000000000001", 4, 3)]
    [InlineData("acme", "Zoë", 64, 25)]
    public void A_group_has_the_same_shard_for_ever(string tenant, string key, int count, int shard) =>
        ShardSet.ShardOf(new GroupKey(tenant, key), count).ShouldBe(shard);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(64)]
    public void Groups_spread_evenly(int count)
    {
        const int EachAbout = 500;
        var shards = new int[count + 1];
        for (var i = 0; i < count * EachAbout; i++) shards[ShardSet.ShardOf(new GroupKey("t", $"customer-{i}"), count)]++;
        shards[0].ShouldBe(0);
        foreach (var size in shards.Skip(1)) size.ShouldBeInRange(EachAbout * 3 / 4, EachAbout * 5 / 4);
    }

    [Fact]
    public void Tenant_and_key_do_not_run_together() =>
        Enumerable.Range(0, 50).Count(i => ShardSet.ShardOf(new GroupKey("a", $"b{i}"), 64) == ShardSet.ShardOf(new GroupKey("ab", $"{i}"), 64)).ShouldBeLessThan(10);

    [Fact]
    public void Long_keys_have_a_shard_too() => ShardSet.ShardOf(new GroupKey("t", new string('ä', 5_000)), 4).ShouldBeInRange(1, 4);

    [Fact]
    public void Every_group_belongs_to_exactly_one_of_the_parts()
    {
        ShardSet[] parts = [new(4, [1, 3]), new(4, [2]), new(4, [4])];
        foreach (var group in Enumerable.Range(0, 200).Select(i => new GroupKey("t", $"{i}"))) parts.Count(part => part.Has(group)).ShouldBe(1);
        ShardSet.Whole.Has(new GroupKey("t", "anybody")).ShouldBeTrue();
    }
}
