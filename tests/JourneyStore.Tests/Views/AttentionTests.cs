using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Service;
using JourneyStore.Signals;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class AttentionTests
{
    private static readonly AttentionProjection Attention = new();

    [Fact]
    public void A_customer_without_friction_comes_last_and_is_told_so()
    {
        var calm = new Story().Happens(new TicketOpened(), "1").View(Attention);
        (calm.Rank, calm.Score, calm.OpenCaseCount).ShouldBe((0, 0, 1));
        calm.Because.ShouldBe(["Nothing has gone wrong for this customer."]);
        new Story().After(days: -7000).Happens(new TicketWaiting(), "1").View(Attention).Rank.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_row_is_explained_by_its_heaviest_events()
    {
        var row = new Story().Happens(new CustomerIdentified { Tier = "gold" }).Happens(new TicketOpened(), "1").Happens(new TicketReassigned { Group = "Network" }, "1")
            .After(days: 1).Happens(new ComplaintFiled { Subject = "nobody calls" }).View(Attention);
        row.Because.ShouldBe(
        [
            "Heaviest: Complaint filed: nobody calls, on 2026-03-03.",
            "Then: Ticket reassigned to Network, on 2026-03-02.",
            "1 open case; gold customer.",
        ]);
    }

    [Fact]
    public void Rows_written_on_different_days_are_in_the_order_that_friction_has_today()
    {
        var stories = Enumerable.Range(1, 60).Select(i => Story.Random(i, 40 + i, hoursBetween: i % 7 + 1)).ToList();
        var today = stories.Max(s => s.Now).AddDays(30);
        // Value is read at the newest event here and today there, so both are looked at without it.
        var byRank = stories.Select(s => (Row: s.View(Attention), Story: s)).OrderByDescending(r => r.Row.Rank).ToList();
        var friction = byRank.Select(r => r.Row.Score * Math.Pow(2, -(today - r.Row.AsOf!.Value).TotalDays / 14)).ToList();
        friction.ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void The_numbers_that_are_shown_are_of_one_moment_and_in_the_order_of_the_list()
    {
        var rows = Enumerable.Range(1, 60).Select(i => Story.Random(i, 40 + i, hoursBetween: i % 7 + 1).View(Attention)).ToList();
        var asked = rows.Max(row => row.AsOf!.Value).AddDays(3);

        var shown = rows.OrderByDescending(row => row.Rank).Select(row => (AttentionAnswer)Attention.Show(row, asked)).ToList();

        shown.ShouldAllBe(row => row.AsOf == asked);
        shown.Select(row => row.Score).ShouldBeInOrder(SortDirection.Descending);
        foreach (var (row, answer) in rows.OrderByDescending(row => row.Rank).Zip(shown))
            answer.Score.ShouldBe(row.Score * Math.Pow(2, -(asked - row.AsOf!.Value).TotalDays / 14), 1e-4);
    }

    [Fact]
    public void A_customer_without_friction_is_shown_with_none() =>
        ((AttentionAnswer)Attention.Show(Attention.Start("ann"), DateTimeOffset.UnixEpoch.AddYears(60))).Score.ShouldBe(0);

    [Fact]
    public void Its_score_is_the_friction_signal_at_the_newest_event()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var story = Story.Random(seed, 300);
            story.View(Attention).Score.ShouldBe(story.Read(new Friction()).Value, 1e-6);
        }
    }

    [Fact]
    public void What_is_no_friction_does_not_move_a_customer_up()
    {
        var story = new Story().Happens(new ComplaintFiled());
        var before = story.View(Attention).Rank;
        story.After(days: 20).Happens(new TicketStateChanged(), "1").View(Attention).Rank.ShouldBe(before, 1e-9);
    }
}
