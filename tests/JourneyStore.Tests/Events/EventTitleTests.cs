using JourneyStore.Events;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Events;

public sealed class EventTitleTests
{
    [Fact]
    public void A_title_says_what_is_known() =>
        new TicketReassigned { Group = "Network", Count = 3 }.Title.ShouldBe("Ticket reassigned to Network, 3rd time");

    [Fact]
    public void A_title_leaves_out_what_nobody_said() => new TicketReassigned().Title.ShouldBe("Ticket reassigned");

    [Fact]
    public void Money_is_written_with_a_point_whatever_the_machine_speaks() =>
        new OrderPlaced { Amount = 1249.9m, Currency = "EUR" }.Title.ShouldBe("Order placed for 1249.90 EUR");

    [Fact]
    public void A_priority_change_says_from_what_to_what() =>
        new TicketPriorityChanged { From = "3", Priority = "1", Reason = "Site down" }.Title.ShouldBe("Ticket priority changed from 3 to 1: Site down");

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(4, "4th")]
    [InlineData(11, "11th")]
    [InlineData(12, "12th")]
    [InlineData(21, "21st")]
    [InlineData(113, "113th")]
    public void Ordinals_are_english(int number, string ordinal) => EventTitle.Ordinal(number).ShouldBe(ordinal);

    [Fact]
    public void A_long_detail_is_cut_and_never_within_a_character()
    {
        var detail = new string('a', 78) + "😀" + new string('b', 40);
        var title = EventTitle.Of("Said", detail);
        title.Length.ShouldBeLessThanOrEqualTo("Said: ".Length + EventTitle.LongestDetail);
        title.ShouldEndWith("a…");
    }
}
