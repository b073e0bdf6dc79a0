using JourneyStore.Decisions;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Marketing;
using JourneyStore.Events.Promises;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Decisions;

public sealed class ContactSuppressionTests
{
    private const string Campaign = """{"campaign":"spring-upgrade","channel":"email"}""";
    private static readonly ContactSuppression Suppression = new();

    [Fact]
    public void A_customer_with_nothing_going_on_is_written_to() => Suppression.For(new Story(), Campaign).Outcome.ShouldBe("send");

    [Fact]
    public void Nobody_advertises_to_a_customer_who_complained_this_month()
    {
        var story = new Story().Happens(new ComplaintFiled { Subject = "late" });
        var verdict = Suppression.For(story, Campaign);
        verdict.Outcome.ShouldBe("suppress");
        verdict.Reasons[0].ShouldBe("The customer complained on 2026-03-02 at 09:00 UTC, less than 30 days ago.");
        verdict.Evidence.ShouldHaveSingleItem().EventId.ShouldBe("e1");
        Suppression.For(story.After(days: 30), Campaign).Outcome.ShouldBe("send");
    }

    [Fact]
    public void Nobody_advertises_while_a_promise_is_overdue()
    {
        var story = new Story();
        story.Happens(new PromiseMade { What = "refund", DueAt = story.Now.AddDays(1) }).After(days: 2);
        Suppression.For(story, Campaign).Reasons.ShouldBe(["A promise to the customer (refund) has been overdue since 2026-03-03 at 09:00 UTC."]);
    }

    [Fact]
    public void A_campaign_waits_until_a_late_case_is_settled()
    {
        var story = new Story().Happens(new TicketOpened(), "INC7").Happens(new SlaBreached(), "INC7");
        var verdict = Suppression.For(story, Campaign);
        verdict.Outcome.ShouldBe("defer");
        verdict.Reasons[0].ShouldContain("INC7");
        Suppression.For(story.Happens(new TicketResolved(), "INC7"), Campaign).Outcome.ShouldBe("send");
    }

    [Fact]
    public void A_customer_who_waits_for_news_gets_that_news_first()
    {
        var story = new Story().Happens(new TicketOpened(), "INC7").After(days: 6);
        Suppression.For(story, Campaign).Outcome.ShouldBe("send");
        var verdict = Suppression.For(story.After(days: 2.5), Campaign);
        verdict.Outcome.ShouldBe("defer");
        verdict.Reasons.ShouldBe(["An open case has been without news for 8 days; give that news first."]);
    }

    [Fact]
    public void Three_messages_a_week_are_enough()
    {
        var story = new Story().Happens(new MessageSent()).After(days: 1).Happens(new MessageSent()).After(days: 1);
        Suppression.For(story, Campaign).Outcome.ShouldBe("send");
        story.Happens(new MessageSent());
        Suppression.For(story, Campaign).Outcome.ShouldBe("defer");
        Suppression.For(story.After(days: 6), Campaign).Outcome.ShouldBe("send");
    }

    [Fact]
    public void A_service_message_is_always_sent() =>
        Suppression.For(new Story().Happens(new ComplaintFiled()), """{"purpose":"service"}""").Outcome.ShouldBe("send");
}
