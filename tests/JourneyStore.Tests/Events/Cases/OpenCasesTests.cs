using JourneyStore.Events.Cases;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Marketing;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Events.Cases;

public sealed class OpenCasesTests
{
    [Fact]
    public void A_case_is_open_from_its_opening_to_its_closing()
    {
        var story = new Story().Happens(new TicketOpened(), "INC1").Happens(new TicketResolved(), "INC1");
        Of(story).OpenCount.ShouldBe(1);
        Of(story.Happens(new TicketClosed(), "INC1")).OpenCount.ShouldBe(0);
    }

    [Fact]
    public void A_case_without_an_opening_begins_with_its_first_event()
    {
        var story = new Story().Step("Assign seriousness", "7").After(days: 2).Step("Wait", "7");
        var only = Of(story).Open.ShouldHaveSingleItem();
        (only.CaseId, only.LastStep, only.OpenedAt).ShouldBe(("7", "Wait", story.Now.AddDays(-2)));
    }

    [Fact]
    public void Cases_of_two_processes_may_bear_one_number() =>
        Of(new Story().Step("a", "1", "orders").Step("b", "1", "claims")).OpenCount.ShouldBe(2);

    [Fact]
    public void A_remark_after_the_end_does_not_begin_the_case_again()
    {
        var story = new Story().Happens(new TicketClosed(), "INC1").Happens(new TicketStateChanged { State = "Archived" }, "INC1");
        var cases = Of(story);
        (cases.OpenCount, cases.Opened, cases.Closed).ShouldBe((0, 1, 1));
    }

    [Fact]
    public void A_remark_on_a_case_that_ended_long_ago_does_not_begin_it_again_either()
    {
        var story = new Story();
        for (var i = 0; i <= OpenCases.EndedRemembered; i++) story.Happens(new TicketOpened(), $"INC{i}").Happens(new TicketClosed(), $"INC{i}");
        Of(story.Step("Thank you", "INC0", "incident")).ShouldSatisfyAllConditions(c => c.OpenCount.ShouldBe(0), c => c.Opened.ShouldBe(33), c => c.Closed.ShouldBe(33));
        Of(story.Happens(new TicketReopened(), "INC0")).OpenCount.ShouldBe(1);
        Of(story.Happens(new TicketOpened(), "INC99")).OpenCount.ShouldBe(2);
        Of(story.Step("Assign seriousness", "7", "claims")).OpenCount.ShouldBe(3);
    }

    [Fact]
    public void What_is_remembered_of_ended_cases_keeps_a_bounded_size()
    {
        var story = new Story();
        for (var i = 0; i < 3_000; i++) story.Happens(new TicketClosed(), $"T{i}", $"process-{i % 100}");
        var cases = Of(story);
        (cases.Ended.Count, cases.Forgotten.Count).ShouldBe((OpenCases.EndedRemembered, 16));
    }

    [Fact]
    public void A_reopened_case_is_open_again()
    {
        var story = new Story().Happens(new TicketOpened(), "INC1").Happens(new TicketClosed(), "INC1").Happens(new TicketReopened(), "INC1");
        Of(story).Open.ShouldHaveSingleItem().Reopens.ShouldBe(1);
    }

    [Fact]
    public void A_survey_or_a_message_about_a_case_begins_none() =>
        Of(new Story().Happens(new SurveyAnswered { Score = 9 }, "INC1").Happens(new MessageSent(), "INC2")).OpenCount.ShouldBe(0);

    [Fact]
    public void An_open_case_knows_its_owner_priority_state_and_troubles()
    {
        var story = new Story().Happens(new TicketOpened { Priority = "3", Category = "network", Group = "First line" }, "INC1")
            .Happens(new TicketAssigned { Assignee = "Ann" }, "INC1").Happens(new TicketReassigned { Assignee = "Ben", Group = "Network" }, "INC1")
            .Happens(new TicketEscalated { Reason = "urgent" }, "INC1").Happens(new TicketPriorityChanged { Priority = "1" }, "INC1")
            .Happens(new SlaBreached(), "INC1").Happens(new TicketStateChanged { State = "Active" }, "INC1");
        var open = Of(story).Open.ShouldHaveSingleItem();
        (open.Assignee, open.Group, open.Priority, open.State, open.Category).ShouldBe(("Ben", "Network", "1", "Active", "network"));
        (open.Breached, open.Reassignments, open.LastEventId).ShouldBe((true, 1, story.Last.Id));
    }

    [Fact]
    public void A_pause_lasts_from_the_first_waiting_until_work_goes_on()
    {
        var story = new Story().Happens(new TicketWaiting { WaitingFor = "supplier" }, "INC1");
        var since = story.Now;
        story.After(days: 1).Happens(new TicketWaiting { WaitingFor = "customer" }, "INC1");
        var waiting = Of(story).Open.ShouldHaveSingleItem();
        (waiting.WaitingSince, waiting.WaitsForCustomer()).ShouldBe((since, true));
        Of(story.Happens(new TicketResumed(), "INC1")).Open[0].WaitingSince.ShouldBeNull();
    }

    [Fact]
    public void The_number_of_open_cases_is_exact_also_beyond_those_kept_when_cases_say_that_they_open()
    {
        var chance = new Chance(8);
        var story = new Story();
        var open = new HashSet<string>();
        var cases = new OpenCases();
        for (var i = 0; i < 3000; i++)
        {
            if (open.Count > 0 && chance.Below(5) < 2)
            {
                var one = open.ElementAt(chance.Below(open.Count));
                open.Remove(one);
                story.Happens(new TicketClosed(), one);
            }
            else
            {
                open.Add("INC" + i);
                story.Happens(new TicketOpened(), "INC" + i);
            }
            cases.Apply(story.Last);
            cases.OpenCount.ShouldBe(open.Count);
        }
        open.Count.ShouldBeGreaterThan(300);
        cases.Open.Count.ShouldBeLessThanOrEqualTo(OpenCases.DefaultCapacity);
    }

    private static OpenCases Of(Story story)
    {
        var cases = new OpenCases();
        foreach (var e in story.Events) cases.Apply(e);
        return Stored.AndBack(cases);
    }
}
