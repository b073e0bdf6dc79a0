using System.Text.Json.Nodes;
using JourneyStore.Events.Decisions;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Marketing;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class CustomerProfileTests
{
    private static readonly CustomerProfileProjection Profile = new();

    [Fact]
    public void A_profile_tells_who_the_customer_is_and_where_they_stand()
    {
        var story = new Story().Happens(new CustomerIdentified { Name = "Ann Larsen", Segment = "home" }, process: null);
        var first = story.Now;
        story.After(days: 1).Happens(new OrderPlaced { Amount = 1200, Currency = "eur" }, "SO-1", "order", "web")
            .After(days: 1).Happens(new TicketOpened { Priority = "2" }, "INC1", channel: "phone")
            .Happens(new SlaBreached(), "INC1").Happens(new TicketReassigned(), "INC1")
            .After(days: 1).Happens(new SurveyAnswered { Score = 2, Scale = 5 }).Happens(new ComplaintFiled { Subject = "slow" });
        var view = story.View(Profile);
        (view.Name, view.Segment, view.FirstSeen, view.LastSeen, view.Events).ShouldBe(("Ann Larsen", "home", first, story.Now, 7));
        (view.Cases.OpenCount, view.CaseRecord.SlaBreaches, view.CaseRecord.Reassignments, view.CaseRecord.Contacts).ShouldBe((2, 1, 1, 2));
        (view.ValueTier, view.Orders.Placed, view.Orders.Spend[0].Ordered, view.Orders.Spend[0].Currency).ShouldBe((ValueTier.Silver, 1, 1200m, "EUR"));
        (view.LastRating!.Score, view.LastComplaint!.Title, view.LastInboundAt).ShouldBe((2, "Complaint filed: slow", story.Now));
        (view.EventsByType["ticket.opened"], view.EventsByChannel["phone"]).ShouldBe((1, 1));
    }

    [Fact]
    public void Events_of_types_nobody_knows_still_count_and_open_cases()
    {
        var view = new Story().Step("Assign seriousness", "Case 1").Step("Take in charge ticket", "Case 1").View(Profile);
        (view.Events, view.Cases.OpenCount, view.Cases.Open[0].LastStep).ShouldBe((2, 1, "Take in charge ticket"));
    }

    [Fact]
    public void Our_own_decisions_do_not_make_a_customer_look_active()
    {
        var story = new Story().Happens(new TicketOpened(), "INC1");
        var seen = story.Now;
        story.After(days: 3).Happens(Decision(story), "INC1", channel: "phone");
        var view = story.View(Profile);
        (view.LastSeen, view.Cases.Open[0].LastStepAt, view.Events).ShouldBe((seen, seen, 2));
        view.EventsByChannel.Counts.ShouldBeEmpty();
    }

    [Fact]
    public void Messages_of_the_last_thirty_days_are_kept_and_older_ones_are_not()
    {
        var story = new Story().Happens(new MessageSent { Campaign = "old" }).After(days: 29).Happens(new MessageSent { Campaign = "mid" });
        story.View(Profile).RecentMessages.Count.ShouldBe(2);
        story.After(days: 2).Happens(new MessageSent { Campaign = "new" });
        story.View(Profile).RecentMessages.Select(m => m.Title).ShouldBe(["Message sent: mid", "Message sent: new"]);
        story.View(Profile).LastOutboundAt.ShouldBe(story.Now);
    }

    [Fact]
    public void A_row_is_json_that_a_person_can_read()
    {
        var row = JsonNode.Parse(Stored.Bytes(new Story().Happens(new TicketOpened(), "INC1").View(Profile)))!;
        row["cases"]!["openCount"]!.GetValue<long>().ShouldBe(1);
        row["valueTier"]!.GetValue<string>().ShouldBe("unknown");
        row["cases"]!["open"]![0]!["caseId"]!.GetValue<string>().ShouldBe("INC1");
    }

    internal static DecisionMade Decision(Story story) =>
        new() { DecisionId = "d", Policy = "p", Version = 1, Outcome = "o", Position = 1, AsOf = story.Now };
}
