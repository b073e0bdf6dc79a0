using JourneyStore.Testing;

namespace JourneyStore.Tests.Testing;

public sealed class SeededIdsTests
{
    private static readonly DateTimeOffset Moment = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_gives_the_same_ids()
    {
        var (one, two) = (new SeededIds(7), new SeededIds(7));
        for (var i = 0; i < 100; i++) one.New(Moment.AddSeconds(i)).ShouldBe(two.New(Moment.AddSeconds(i)));
    }

    [Fact]
    public void Ids_of_any_seeds_and_moments_all_differ()
    {
        int[] seeds = [0, 1, -1, 63, 64, 0x100000, int.MaxValue, int.MinValue];
        var ids = seeds.SelectMany(seed =>
        {
            var source = new SeededIds(seed);
            return Enumerable.Range(0, 50).Select(i => source.New(Moment.AddMilliseconds(i / 25)));
        });
        ids.ShouldBeUnique();
    }

    [Fact]
    public void They_are_version_7_and_sort_by_their_moments()
    {
        var source = new SeededIds(-5);
        var ids = Enumerable.Range(0, 50).Select(i => source.New(Moment.AddMilliseconds(i * 977))).ToArray();
        ids.ShouldAllBe(id => id.Version == 7 && id.Variant >= 8 && id.Variant <= 11);
        ids.Select(id => id.ToString()).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
    }
}
