using JourneyStore.Engine.Projections;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class StepsTests
{
    [Fact]
    public void Steps_and_edges_are_counted_over_all_cases()
    {
        var rows = Rows(new Story()
            .Step("open", "1").After(hours: 1).Step("wait", "1").After(hours: 2).Step("wait", "1").After(hours: 3).Step("close", "1")
            .Step("open", "2").After(hours: 5).Step("close", "2"));
        var open = rows["helpdesk/open"];
        (open.Count, open.Cases, open.Starts, open.Ends).ShouldBe((2, 2, 2, 0));
        open.Next.Select(e => (e.Step, e.Took.Count, e.Took.MeanSeconds)).ShouldBe([("close", 1, 5 * 3600), ("wait", 1, 3600)]);
        open.UntilNext.MeanSeconds.ShouldBe(3 * 3600);
        (rows["helpdesk/wait"].Count, rows["helpdesk/wait"].Cases, rows["helpdesk/wait"].Rework).ShouldBe((2, 1, 1));
        (rows["helpdesk/close"].Ends, rows["helpdesk/close"].Next.Count).ShouldBe((2, 0));
    }

    [Fact]
    public void A_missed_service_level_is_laid_to_the_step_at_which_the_case_stood()
    {
        var rows = Rows(new Story().Happens(new TicketOpened(), "1").Happens(new TicketWaiting(), "1").Happens(new SlaBreached(), "1"));
        (rows["incident/ticket.waiting"].Breaches, rows["incident/sla.breached"].Breaches).ShouldBe((1, 0));
        Rows(new Story().Happens(new SlaBreached(), "1"))["incident/sla.breached"].Breaches.ShouldBe(1);
    }

    [Fact]
    public void Our_own_decisions_do_not_bend_the_map()
    {
        var story = new Story().Happens(new TicketOpened(), "1");
        story.Happens(CustomerProfileTests.Decision(story), "1").Happens(new TicketClosed(), "1");
        Rows(story)["incident/ticket.opened"].Next.ShouldHaveSingleItem().Step.ShouldBe("ticket.closed");
    }

    [Fact]
    public void Edges_are_those_that_successive_pairs_of_each_case_give()
    {
        var story = Story.Random(19, 4_000, cases: 30);
        var rows = Rows(story);
        var pairs = Cases(story).SelectMany(c => c.Zip(c.Skip(1))).Select(p => (p.First.Process + "/" + p.First.Step, p.Second.Step)).ToList();
        rows.Sum(r => r.Value.Next.Count).ShouldBe(pairs.Distinct().Count());
        foreach (var pair in pairs.GroupBy(p => p))
            rows[pair.Key.Item1].Next.Single(e => e.Step == pair.Key.Item2).Took.Count.ShouldBe(pair.Count());
        rows.Sum(r => r.Value.Starts).ShouldBe(Cases(story).Count());
        rows.Sum(r => r.Value.Ends).ShouldBe(Cases(story).Count());
    }

    private static IEnumerable<List<JourneyEvent>> Cases(Story story) =>
        story.Events.Where(e => e.Process is not null && e.CaseId is not null).GroupBy(e => (e.Process, e.CaseId)).Select(g => g.ToList());

    private static Dictionary<string, StepRow> Rows(Story story)
    {
        var view = new StepsProjection();
        var rows = new Dictionary<string, StepRow>();
        foreach (var events in Cases(story))
            events.Aggregate(view.Start(), (state, e) =>
                view.Apply(state, e, (key, delta) => rows[key] = view.Add(rows.GetValueOrDefault(key), delta)));
        return rows;
    }
}
