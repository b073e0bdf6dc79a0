using JourneyStore.Events.Service;
using JourneyStore.Signals;

namespace JourneyStore.Tests.Signals;

public sealed class SilenceTests
{
    private static readonly Silence Silence = new();

    [Fact]
    public void Without_an_open_case_there_is_no_silence() =>
        new Story().Happens(new TicketOpened(), "1").Happens(new TicketClosed(), "1").After(days: 30).Read(Silence).Label.ShouldBe("none");

    [Theory]
    [InlineData(1.5, "fresh")]
    [InlineData(2, "quiet")]
    [InlineData(7, "silent")]
    public void Days_without_news_are_counted_from_the_newest_event(double days, string label)
    {
        var story = new Story().Happens(new TicketOpened(), "1").After(days: 5).Happens(new TicketAssigned { Assignee = "Ann" }, "1");
        var read = story.Read(Silence, story.Now.AddDays(days));
        (read.Value, read.Label, read.Since).ShouldBe((days, label, story.Now));
        read.Contributions.ShouldHaveSingleItem().EventId.ShouldBe(story.Last.Id);
    }

    [Fact]
    public void The_case_that_has_been_still_for_longest_counts()
    {
        var story = new Story().Happens(new TicketOpened(), "1").After(days: 4).Happens(new TicketOpened(), "2");
        story.Read(Silence).Value.ShouldBe(4);
    }

    [Fact]
    public void A_case_that_waits_for_the_customer_or_is_settled_does_not_count()
    {
        new Story().Happens(new TicketWaiting { WaitingFor = "customer" }, "1").Happens(new TicketResolved(), "2").After(days: 9).Read(Silence).Value.ShouldBe(0);
        new Story().Happens(new TicketWaiting { WaitingFor = "supplier" }, "1").After(days: 9).Read(Silence).Value.ShouldBe(9);
    }

    [Fact]
    public void A_case_that_nobody_touched_for_a_year_is_forgotten() =>
        new Story().Happens(new TicketOpened(), "1").After(days: 366).Read(Silence).Label.ShouldBe("none");
}
