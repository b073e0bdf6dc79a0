using JourneyStore.Events.Service;
using JourneyStore.Signals;

namespace JourneyStore.Tests.Signals;

public sealed class SlaBreachesTests
{
    private static readonly SlaBreaches Breaches = new();

    [Fact]
    public void Breaches_of_ninety_days_are_counted_and_older_ones_are_not()
    {
        var story = new Story().Happens(new SlaBreached(), "1");
        var first = story.Now;
        story.After(days: 80).Happens(new SlaBreached(), "2");
        (story.Read(Breaches).Value, story.Read(Breaches).Label, story.Read(Breaches).Since).ShouldBe((2, "some", first));
        (story.Read(Breaches, story.Now.AddDays(20)).Value, story.Read(Breaches, story.Now.AddDays(91)).Label).ShouldBe((1, "none"));
    }

    [Fact]
    public void Three_are_many() =>
        new Story().Happens(new SlaBreached(), "1").Happens(new SlaBreached(), "1").Happens(new SlaBreached(), "2").Read(Breaches).Label.ShouldBe("many");

    [Fact]
    public void Far_more_than_are_kept_one_by_one_still_count_to_the_day()
    {
        var chance = new Chance(12);
        var story = new Story();
        for (var i = 0; i < 2_000; i++)
        {
            story.After(hours: chance.Below(6)).Happens(new SlaBreached(), "1");
            if (i % 50 != 0) continue;
            var atLeast = story.Events.Count(e => e.OccurredAt >= story.Now.AddDays(-90));
            var atMost = story.Events.Count(e => e.OccurredAt >= story.Now.AddDays(-91));
            story.Read(Breaches).Value.ShouldBeInRange(atLeast, atMost);
        }
    }
}
