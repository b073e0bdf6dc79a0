using JourneyStore.Engine.Log;

namespace JourneyStore.Tests.Engine.Log;

public sealed class RecentTests
{
    [Fact]
    public void What_is_put_is_taken_once()
    {
        var recent = new Recent<string, int>(1_000);
        recent.Put("a", 1, 10);
        recent.TryPeek("a", out _).ShouldBeTrue();
        recent.TryTake("a", out var value).ShouldBeTrue();
        value.ShouldBe(1);
        recent.TryTake("a", out _).ShouldBeFalse();
    }

    [Fact]
    public void Its_bytes_stay_within_bounds_whatever_is_put()
    {
        var recent = new Recent<int, int>(1_000);
        for (var i = 0; i < 10_000; i++) recent.Put(i, i, 10);
        Enumerable.Range(0, 10_000).Count(key => recent.TryPeek(key, out _)).ShouldBeInRange(50, 101, "room for a hundred of ten bytes, half of it for sure");
    }

    [Fact]
    public void What_was_met_lately_stays_when_the_rest_goes()
    {
        var recent = new Recent<int, int>(1_000);
        for (var i = 0; i < 500; i++)
        {
            recent.Put(i, i, 10);
            if (i > 0 && recent.TryTake(0, out var kept)) recent.Put(0, kept, 10);
        }
        recent.TryPeek(0, out _).ShouldBeTrue();
        recent.TryPeek(1, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_would_take_a_good_part_of_the_room_alone_is_not_kept()
    {
        var recent = new Recent<string, int>(1_000);
        recent.Put("small", 1, 10);
        recent.Put("large", 2, 400);
        recent.TryPeek("large", out _).ShouldBeFalse();
        recent.TryPeek("small", out _).ShouldBeTrue();
        new Recent<string, int>(0).ShouldSatisfyAllConditions(none => none.Put("a", 1, 1), none => none.TryPeek("a", out _).ShouldBeFalse());
    }
}
