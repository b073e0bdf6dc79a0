using JourneyStore.Engine.Storage.Checkpoints;

namespace JourneyStore.Tests.Engine.Storage;

public sealed class CheckpointSpacingTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 2 }, { 1, 5 }, { 3, 4 }, { 8, 32 }, { 64, 32 } };

    [Theory, MemberData(nameof(Sizes))]
    public void Neighbours_are_no_further_apart_than_a_share_of_what_lies_behind_them(int distance, int each)
    {
        var spacing = new CheckpointSpacing(distance, each);
        foreach (var total in Totals(distance))
        {
            var kept = Kept(spacing, total);
            for (var i = 1; i < kept.Count; i++)
            {
                var behind = total - kept[i - 1];
                (kept[i] - kept[i - 1]).ShouldBeLessThanOrEqualTo(Math.Max(distance, 2 * behind / each), $"{kept[i - 1]} to {kept[i]} of {total}");
            }
            if (total >= distance) (total - kept[^1]).ShouldBeLessThan(distance);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Their_number_grows_with_the_logarithm_and_is_told(int distance, int each)
    {
        var spacing = new CheckpointSpacing(distance, each);
        foreach (var total in Totals(distance))
        {
            var kept = Kept(spacing, total).Count;
            spacing.Count(total).ShouldBe(kept, $"{total}");
            kept.ShouldBeLessThanOrEqualTo((int)(each * (1 + Math.Log2(1 + total / (double)distance))));
        }
        new CheckpointSpacing(64, 32).Count(100_000).ShouldBeLessThan(130);
        new CheckpointSpacing(64, 32).Count(1_000_000_000).ShouldBeLessThan(400);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void One_that_is_kept_was_kept_all_the_time_so_none_has_to_come_back(int distance, int each)
    {
        var spacing = new CheckpointSpacing(distance, each);
        var before = new HashSet<long>();
        for (var total = 1L; total < 700; total++)
        {
            var kept = Kept(spacing, total);
            kept.Where(events => events < total).ShouldAllBe(events => before.Contains(events));
            before = [.. kept];
        }
    }

    [Fact]
    public void Rows_come_apart_as_they_were_joined()
    {
        byte[][] rows = [[1, 2, 3], [], [0], [.. Enumerable.Range(0, 300).Select(i => (byte)i)]];
        CheckpointRows.Split(CheckpointRows.Join(rows), rows.Length).Select(row => row.ToArray()).ShouldBe(rows);
    }

    private static IEnumerable<long> Totals(int distance) =>
        [0, 1, distance - 1, distance, 7 * distance + 3, 100L * distance, 517L * distance + 1, 4_096L * distance];

    private static List<long> Kept(CheckpointSpacing spacing, long total)
    {
        var kept = new List<long>();
        for (var events = 0L; events <= total; events++)
            if (spacing.Wants(events, total)) kept.Add(events);
        return kept;
    }
}
