using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Service;
using JourneyStore.Signals;

namespace JourneyStore.Tests.Signals;

public sealed class FrictionTests
{
    private static readonly Friction Friction = new();

    [Fact]
    public void Nothing_bad_is_calm()
    {
        var read = new Story().Happens(new TicketOpened(), "1").Read(Friction);
        (read.Value, read.Label, read.Since, read.Contributions.Count).ShouldBe((0, "calm", null, 0));
    }

    [Fact]
    public void Friction_halves_in_a_fortnight()
    {
        var story = new Story().Happens(new SlaBreached(), "1");
        story.Read(Friction).Value.ShouldBe(5, 1e-9);
        story.Read(Friction, story.Now.AddDays(14)).Value.ShouldBe(2.5, 1e-9);
    }

    [Fact]
    public void What_has_decayed_to_nothing_is_nothing()
    {
        var story = new Story().Happens(new SlaBreached(), "1").Happens(new ComplaintFiled(), "1");
        var years = story.Read(Friction, story.Now.AddDays(1_400));
        (years.Value, years.Label, years.Contributions.Count).ShouldBe((0, "calm", 0), "not 4.5e-30");
        var halves = story.Read(Friction, story.Now.AddDays(14 * 15));
        halves.Contributions.Select(one => one.What).ShouldBe(["Complaint filed", "Service level missed"], "5 and 8 points, halved fifteen times");
        var less = story.Read(Friction, story.Now.AddDays(14 * 16.2));
        less.Contributions.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            one => one.What.ShouldBe("Complaint filed"), one => one.Points.ShouldBe(less.Value));
        new Story().Happens(new SlaBreached(), "1").After(days: 1_400).Happens(new SlaBreached(), "1").Read(Friction)
            .Contributions.ShouldHaveSingleItem().Points.ShouldBe(5);
    }

    [Fact]
    public void Small_delays_pile_up_into_something_a_manager_should_see()
    {
        var story = new Story().Happens(new TicketReassigned(), "1").After(days: 1).Happens(new TicketWaiting(), "1");
        story.Read(Friction).Label.ShouldBe("calm");
        story.After(days: 1).Happens(new SlaBreached(), "1").After(days: 1).Happens(new TicketReassigned(), "1");
        var read = story.Read(Friction);
        (read.Label, read.Since).ShouldBe(("strained", story.Now));
    }

    [Fact]
    public void The_same_events_weigh_more_for_a_platinum_customer()
    {
        var plain = new Story().Happens(new SlaBreached(), "1").Happens(new SlaBreached(), "2").Read(Friction);
        var platinum = new Story().Happens(new CustomerIdentified { Tier = "platinum" }).Happens(new SlaBreached(), "1")
            .Happens(new SlaBreached(), "2").Read(Friction);
        (plain.Value, plain.Label, platinum.Value, platinum.Label).ShouldBe((10, "strained", 20, "critical"));
    }

    [Fact]
    public void A_label_holds_since_the_value_last_rose_to_it()
    {
        var story = new Story().Happens(new ComplaintFiled()).Happens(new SlaBreached(), "1");
        var first = story.Now;
        story.After(days: 1).Happens(new TicketReassigned(), "1");
        story.Read(Friction).Since.ShouldBe(first);
        story.After(days: 60).Happens(new ComplaintFiled());
        story.Read(Friction).Since.ShouldBe(story.Now);
    }

    [Fact]
    public void Its_value_is_the_plain_sum_over_all_events()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var story = Story.Random(seed, 500);
            var asOf = story.Now.AddDays(seed);
            var value = new JourneyStore.Events.Orders.CustomerValue();
            foreach (var e in story.Events) value.Apply(e);
            var weight = JourneyStore.Events.FrictionPoints.Weight(value.TierAt(asOf));
            var sum = story.Events.Sum(e => JourneyStore.Events.FrictionPoints.Of(e) * Math.Pow(0.5, (asOf - e.OccurredAt).TotalDays / 14)) * weight;
            story.Read(Friction, asOf).Value.ShouldBe(sum, sum * 1e-9);
        }
    }

    [Fact]
    public void The_heaviest_events_are_told_one_by_one_and_the_others_together()
    {
        var story = new Story();
        for (var i = 0; i < 40; i++) story.Happens(new TicketWaiting(), "1");
        story.Happens(new ComplaintFiled { Subject = "why" });
        var read = story.Read(Friction);
        read.Contributions.Count.ShouldBe(Friction.MostMarks + 1);
        (read.Contributions[0].What, read.Contributions[^1].EventId).ShouldBe(("Complaint filed: why", null));
    }
}
