using JourneyStore.Events.Feedback;
using JourneyStore.Events.Marketing;
using JourneyStore.Events.Service;
using JourneyStore.Signals;

namespace JourneyStore.Tests.Signals;

public sealed class RepeatContactTests
{
    private static readonly RepeatContact Contacts = new();

    [Fact]
    public void Contacts_within_a_fortnight_are_counted()
    {
        var story = new Story().Happens(new TicketOpened(), "1").After(days: 3).Happens(new CallReceived()).After(days: 3).Happens(new ComplaintFiled());
        var read = story.Read(Contacts);
        (read.Value, read.Label, read.Since).ShouldBe((3, "repeated", story.Now.AddDays(-6)));
        story.Read(Contacts, story.Now.AddDays(9)).Value.ShouldBe(2);
        story.Read(Contacts, story.Now.AddDays(15)).Label.ShouldBe("none");
    }

    [Fact]
    public void What_we_send_is_no_contact_of_the_customer() => new Story().Happens(new MessageSent()).Read(Contacts).Value.ShouldBe(0);

    [Fact]
    public void A_call_and_the_ticket_opened_in_it_are_one_contact()
    {
        new Story().Happens(new CallReceived(), "INC1").After(hours: 0.2).Happens(new TicketOpened(), "INC1").Read(Contacts).Value.ShouldBe(1);
        new Story().Happens(new CallReceived(), correlation: "x").After(hours: 0.2).Happens(new TicketOpened(), "INC1", correlation: "x")
            .Read(Contacts).Value.ShouldBe(1);
    }

    [Fact]
    public void A_second_call_on_the_same_case_two_hours_later_is_a_second_contact() =>
        new Story().Happens(new CallReceived(), "INC1").After(hours: 2).Happens(new CallReceived(), "INC1").Read(Contacts).Value.ShouldBe(2);

    [Fact]
    public void Four_are_persistent_and_no_more_than_thirty_two_are_counted()
    {
        var story = new Story();
        for (var i = 0; i < 4; i++) story.Happens(new CallReceived());
        story.Read(Contacts).Label.ShouldBe("persistent");
        for (var i = 0; i < 100; i++) story.Happens(new CallReceived());
        story.Read(Contacts).Value.ShouldBe(32);
    }
}
