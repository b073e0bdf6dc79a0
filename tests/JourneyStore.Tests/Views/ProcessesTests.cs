using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class ProcessesTests
{
    [Fact]
    public void A_case_counts_once_for_whatever_happened_to_it_however_often()
    {
        var row = Row(new Story().Happens(new TicketOpened(), "1").Happens(new TicketReassigned(), "1").Happens(new TicketReassigned(), "1")
            .Happens(new SlaBreached(), "1").Happens(new SlaBreached(), "1").Happens(new TicketReopened(), "1").Happens(new TicketEscalated(), "1"));
        (row.Cases, row.Breached, row.Reassigned, row.Reopened, row.Escalated).ShouldBe((1, 1, 1, 1, 1));
    }

    [Fact]
    public void A_case_counts_under_the_priority_it_has_come_to()
    {
        var story = new Story().Happens(new TicketOpened { Priority = "3" }, "1").Happens(new SlaBreached(), "1").Happens(new TicketOpened { Priority = "3" }, "2");
        Row(story).ByPriority.ShouldBe([new PriorityCount("3", 2, 1)]);
        Row(story.Happens(new TicketPriorityChanged { Priority = "1" }, "1")).ByPriority.ShouldBe([new PriorityCount("1", 1, 1), new PriorityCount("3", 1, 0)]);
    }

    [Fact]
    public void Times_run_from_the_opening_to_the_newest_resolution_and_closing()
    {
        var row = Row(new Story().Happens(new TicketOpened(), "1").After(hours: 2).Happens(new TicketResolved(), "1").After(hours: 3)
            .Happens(new TicketReopened(), "1").After(hours: 5).Happens(new TicketResolved(), "1").After(hours: 10).Happens(new TicketClosed(), "1"));
        (row.OpenToResolved.Count, row.OpenToResolved.MeanSeconds).ShouldBe((1, 10 * 3600));
        (row.OpenToClosed.Count, row.OpenToClosed.MeanSeconds).ShouldBe((1, 20 * 3600));
    }

    [Fact]
    public void An_opening_that_comes_after_other_events_is_where_time_begins()
    {
        var row = Row(new Story().Step("mail arrived", "1", "incident").After(hours: 1).Happens(new TicketOpened(), "1").After(hours: 4).Happens(new TicketClosed(), "1"));
        row.OpenToClosed.MeanSeconds.ShouldBe(4 * 3600);
    }

    [Fact]
    public void Time_without_an_opening_begins_with_the_first_event() =>
        Row(new Story().Step("begin", "1", "incident").After(hours: 6).Happens(new TicketClosed(), "1")).OpenToClosed.MeanSeconds.ShouldBe(6 * 3600);

    private static ProcessRow Row(Story story)
    {
        var view = new ProcessesProjection();
        ProcessRow? row = null;
        foreach (var events in story.Events.GroupBy(e => e.CaseId))
            events.Aggregate(view.Start(), (state, e) => view.Apply(state, e, (_, delta) => row = view.Add(row, delta)));
        return row!;
    }
}
