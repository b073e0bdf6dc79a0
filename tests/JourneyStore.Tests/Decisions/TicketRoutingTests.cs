using JourneyStore.Decisions;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Promises;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Decisions;

public sealed class TicketRoutingTests
{
    private const string SameFacts = """{"process":"incident","subject":"No internet","category":"network","priority":3}""";
    private static readonly TicketRouting Routing = new();

    [Fact]
    public void A_customer_to_whom_nothing_happened_goes_the_standard_way()
    {
        var verdict = Routing.For(new Story(), SameFacts);
        (verdict.Outcome, verdict.Evidence.Count).ShouldBe(("standard-queue", 0));
        verdict.Reasons.ShouldBe(["Nothing calls for special care: 0 service levels missed in 90 days, 0 contacts in 14 days, friction 0.0 (calm)."]);
    }

    [Fact]
    public void The_same_ticket_of_a_customer_who_has_suffered_goes_to_the_seniors()
    {
        var story = new Story().Happens(new SlaBreached { Sla = "resolution" }, "INC1").After(days: 1).Happens(new SlaBreached(), "INC2").Happens(new TicketReassigned(), "INC2")
            .Happens(new TicketClosed(), "INC1").Happens(new TicketClosed(), "INC2");
        var verdict = Routing.For(story, SameFacts);
        verdict.Outcome.ShouldBe("senior-queue");
        verdict.Reasons[0].ShouldStartWith("Friction is 11.8 (strained); heaviest: Service level missed, on 2026-03-03.");
        verdict.Evidence.Select(e => e.EventId).ShouldBe(["e2", "e1", "e3"]);
    }

    [Fact]
    public void The_same_ticket_of_a_gold_customer_at_the_end_of_their_patience_is_called_back_now()
    {
        var story = new Story().Happens(new CustomerIdentified { Tier = "gold" }).Happens(new ComplaintFiled { Subject = "again" })
            .Happens(new SlaBreached(), "INC1").Happens(new TicketReopened(), "INC1");
        var verdict = Routing.For(story, SameFacts);
        verdict.Outcome.ShouldBe("callback-now");
        verdict.Reasons[^1].ShouldBe("A gold customer.");
    }

    [Fact]
    public void A_callback_that_we_owe_comes_before_everything()
    {
        var story = new Story();
        story.Happens(new PromiseMade { What = "callback", DueAt = story.Now.AddHours(4) }, "INC1");
        Routing.For(story, SameFacts).Outcome.ShouldBe("standard-queue");
        var verdict = Routing.For(story.After(hours: 5), SameFacts);
        verdict.Outcome.ShouldBe("callback-now");
        verdict.Reasons[0].ShouldBe("We promised a callback for 2026-03-02 at 13:00 UTC and have not called.");
        verdict.Evidence.ShouldHaveSingleItem().EventId.ShouldBe("e1");
        Routing.For(story.Happens(new PromiseKept { What = "callback" }, "INC1"), SameFacts).Outcome.ShouldBe("standard-queue");
    }

    [Fact]
    public void Whoever_already_works_on_the_matter_gets_it()
    {
        var story = new Story().Happens(new TicketOpened { Category = "Network", Assignee = "Ann" }, "INC1").After(days: 1);
        var verdict = Routing.For(story, SameFacts);
        verdict.Outcome.ShouldBe("case-owner");
        verdict.Reasons[0].ShouldBe("Ann already works on INC1, open since 2026-03-02 at 09:00 UTC; the customer need not explain it again.");
    }

    [Fact]
    public void The_owner_of_another_matter_does_not()
    {
        Routing.For(new Story().Happens(new TicketOpened { Category = "invoice", Assignee = "Ann" }, "INC1"), SameFacts).Outcome.ShouldBe("standard-queue");
        Routing.For(new Story().Happens(new TicketOpened { Assignee = "Ann" }, "R1", "returns"), SameFacts).Outcome.ShouldBe("standard-queue");
        Routing.For(new Story().Happens(new TicketOpened { Assignee = "Ann" }, "INC1").Happens(new TicketResolved(), "INC1"), SameFacts).Outcome.ShouldBe("standard-queue");
    }

    [Fact]
    public void The_fourth_contact_in_a_fortnight_goes_to_the_seniors()
    {
        var story = new Story();
        for (var i = 0; i < 4; i++) story.After(days: 1).Happens(new CallReceived());
        var verdict = Routing.For(story, SameFacts);
        verdict.Outcome.ShouldBe("senior-queue");
        verdict.Reasons.ShouldBe(["4 contacts in the last 14 days, the first on 2026-03-03 at 09:00 UTC."]);
    }

    [Theory]
    [InlineData("""{"priority":1}""")]
    [InlineData("""{"priority":"1"}""")]
    [InlineData("""{"priority":"1 - Critical"}""")]
    public void The_highest_priority_goes_to_the_seniors_whoever_asks(string facts) => Routing.For(new Story(), facts).Outcome.ShouldBe("senior-queue");

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"process":7,"category":null,"priority":"10"}""")]
    public void Facts_of_another_shape_are_as_good_as_none(string facts) => Routing.For(new Story(), facts).Outcome.ShouldBe("standard-queue");

    [Fact]
    public void Deciding_twice_decides_the_same()
    {
        for (var seed = 1; seed <= 30; seed++)
            Stored.Bytes(Routing.For(Story.Random(seed, 200), SameFacts)).ShouldBe(Stored.Bytes(Routing.For(Story.Random(seed, 200), SameFacts)));
    }
}
