using JasperFx.Events;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Service;

namespace JourneyStore.Store.Tests.Store;

/// <summary>An event that cannot be bound to a customer yet is held, visible, and bound as soon as its identity is known.</summary>
public sealed class HeldTests : StoreTest
{
    private const string Ann = "email:ann@example.org";

    [Fact]
    public async Task An_event_without_a_name_goes_to_the_customer_of_its_case()
    {
        var opened = await StoreAsync(Event(Ann, new TicketOpened(), @case: "C1"));
        var breached = await StoreAsync(Event(null, new SlaBreached(), @case: "C1"));
        breached.Customer.ShouldBe(opened.Customer);
        (await StreamAsync(Ann)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_whose_case_is_not_known_yet_is_held_and_then_bound_by_itself()
    {
        var held = Event(null, new SlaBreached { OverdueMinutes = 3 }, at: Time.Now.AddHours(-1), id: "breach", @case: "C1");
        (await AppendAsync(held)).Results[0].ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(AppendStatus.Held), r => r.Code.ShouldBe("no-customer"), r => r.Position.ShouldBeNull(), r => r.Customer.ShouldBeNull());
        var waiting = (await HeldAsync()).ShouldHaveSingleItem();
        waiting.Candidate.Id.ShouldBe("breach");
        waiting.Candidate.CaseId.ShouldBe("C1");
        waiting.Code.ShouldBe("no-customer");
        waiting.RecordedAt.ShouldBe(Time.Now);

        await StoreAsync(Event(Ann, new TicketOpened(), id: "open", @case: "C1"));
        await EventuallyAsync(async () => (await StreamAsync(Ann)).Count == 2, "the held event is bound");
        var bound = (await StreamAsync(Ann))[1];
        (bound.Id, bound.OccurredAt, bound.Body).ShouldBe(("breach", Time.Now.AddHours(-1), new SlaBreached { OverdueMinutes = 3 }));
        (await HeldAsync()).ShouldBeEmpty();
        (await Engine.VerifyAsync(null, null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task Held_events_and_their_case_may_come_at_the_same_moment()
    {
        for (var round = 0; round < 15; round++)
        {
            var @case = $"C{round}";
            var (one, other) = (AppendAsync(Event(null, id: $"held-{round}", @case: @case)), AppendAsync(Event($"crm:{round}", id: $"named-{round}", @case: @case)));
            await Task.WhenAll(one, other);
            await EventuallyAsync(async () => (await StreamAsync($"crm:{round}")).Count == 2, $"both events of case {@case} have the same customer");
        }
        (await HeldAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeat_of_a_held_event_is_a_duplicate_before_and_after_it_is_bound()
    {
        var held = Event(null, id: "one", @case: "C1");
        (await AppendAsync(held, held)).Results.Select(r => r.Status).ShouldBe([AppendStatus.Held, AppendStatus.Duplicate]);
        var before = (await AppendAsync(held)).Results[0];
        (before.Status, before.Position, before.Customer).ShouldBe((AppendStatus.Duplicate, null, null));
        (await HeldAsync()).Count.ShouldBe(1);

        var named = await StoreAsync(Event(Ann, @case: "C1"));
        await EventuallyAsync(async () => (await HeldAsync()).Count == 0, "it is bound");
        var after = (await AppendAsync(held)).Results[0];
        (after.Status, after.Customer).ShouldBe((AppendStatus.Duplicate, named.Customer));
        after.Position.ShouldBe((await StreamAsync(Ann))[1].Position);
    }

    [Fact]
    public async Task A_case_of_several_customers_tells_no_name()
    {
        await AppendAsync(Event("crm:1", @case: "C1"));
        await AppendAsync(Event("crm:2", @case: "C1"));
        var result = (await AppendAsync(Event(null, @case: "C1"))).Results[0];
        (result.Status, result.Code).ShouldBe((AppendStatus.Held, "ambiguous-case"));
        (await HeldAsync()).ShouldHaveSingleItem().Code.ShouldBe("ambiguous-case");
    }

    [Fact]
    public async Task A_case_of_several_customers_tells_no_name_within_one_batch_either()
    {
        // One lane, so that the request is one batch in its own order.
        var engine = await SecondEngineAsync(new() { Intake = new IntakeOptions { Committers = 1 } });
        var receipt = await AppendToAsync(engine, Event("crm:1", @case: "C1"), Event("crm:2", @case: "C1"), Event(null, @case: "C1"));
        receipt.Results.Select(r => r.Status).ShouldBe([AppendStatus.Stored, AppendStatus.Stored, AppendStatus.Held]);
        receipt.Results[2].Code.ShouldBe("ambiguous-case");
    }

    [Fact]
    public async Task The_reason_told_is_the_one_that_holds_now()
    {
        await AppendAsync(Event(null, id: "early", @case: "C1"));
        (await HeldAsync()).ShouldHaveSingleItem().Code.ShouldBe("no-customer");
        // Past the intake, so that the case gets both customers before the held event can go to either.
        await using (var session = Engine.Documents.LightweightSession(Tenant))
        {
            foreach (var customer in (string[])["one", "another"])
            {
                var happened = ((IEventRegistry)Engine.Documents.Options.Events).BuildEvent(new TicketAssigned());
                happened.SetHeader("case", EventKey.OfCase(Tenant, "incident", "C1")!.Value.ToString());
                session.Events.Append(customer, happened);
            }
            await session.SaveChangesAsync(Soon);
        }
        var held = (await HeldAsync()).ShouldHaveSingleItem();
        held.Code.ShouldBe("ambiguous-case");
        held.Reason.ShouldContain("C1");
        held.Reason.ShouldContain("several customers");
    }

    [Fact]
    public async Task A_held_event_keeps_its_id_from_another_event_before_and_after_it_is_bound()
    {
        var held = Event(null, new SlaBreached { OverdueMinutes = 3 }, id: "one", @case: "C1");
        var other = Event(null, new SlaBreached { OverdueMinutes = 4 }, id: "one", @case: "C1");
        await AppendAsync(held);
        (await AppendAsync(other)).Results[0].ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(AppendStatus.Rejected), r => r.Code.ShouldBe("id-conflict"), r => r.Reason.ShouldNotBeNull().ShouldContain("held"));
        await StoreAsync(Event(Ann, @case: "C1"));
        await EventuallyAsync(async () => (await HeldAsync()).Count == 0, "it is bound");
        (await AppendAsync(other, held)).Results.Select(r => (r.Status, r.Code))
            .ShouldBe([(AppendStatus.Rejected, "id-conflict"), (AppendStatus.Duplicate, null)]);
    }

    [Fact]
    public async Task A_retry_by_hand_binds_what_can_be_bound_and_says_so()
    {
        await AppendAsync(Event(null, @case: "C1"), Event(null, @case: "C2"), Event(null));
        (await Engine.RetryHeldAsync(Tenant, Soon)).ShouldBe(new HeldRetry(3, 0, 3));
        await StoreAsync(Event(Ann, @case: "C1"));
        await EventuallyAsync(async () => (await HeldAsync()).Count == 2, "the case's event is bound");
        (await Engine.RetryHeldAsync(Tenant, Soon)).ShouldBe(new HeldRetry(2, 0, 2));
        (await Engine.RetryHeldAsync("elsewhere", Soon)).ShouldBe(new HeldRetry(0, 0, 0));
    }

    [Fact]
    public async Task A_retry_by_hand_binds_what_another_process_made_known()
    {
        var other = await SecondEngineAsync();
        await AppendAsync(Event(null, id: "one", @case: "C1"));
        await AppendToAsync(other, Event(Ann, @case: "C1"));
        await EventuallyAsync(async () =>
        {
            await Engine.RetryHeldAsync(Tenant, Soon);
            return (await StreamAsync(Ann)).Count == 2;
        }, "the retry binds it");
        (await HeldAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Held_events_are_read_in_pages_oldest_first()
    {
        for (var i = 0; i < 7; i++) await AppendAsync(Event(null, id: $"{i}", @case: $"C{i}"));
        var (ids, after) = (new List<string>(), (long?)null);
        do
        {
            var page = await Engine.HeldAsync(Tenant, 3, after, Soon);
            ids.AddRange(page.Events.Select(e => e.Candidate.Id));
            after = page.Next;
        }
        while (after is not null);
        ids.ShouldBe(Enumerable.Range(0, 7).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Many_held_events_of_many_cases_are_all_bound()
    {
        const int cases = 60, each = 12;
        await AppendAsync([.. Enumerable.Range(0, cases * each).Select(i => Event(null, id: $"held-{i}", at: Time.Now.AddMinutes(-i), @case: $"C{i % cases}"))]);
        await AppendAsync([.. Enumerable.Range(0, cases).Select(i => Event($"crm:{i % 5}", @case: $"C{i}"))]);
        await EventuallyAsync(async () => (await HeldAsync()).Count == 0, "all are bound");
        for (var i = 0; i < 5; i++) (await StreamAsync($"crm:{i}")).Count.ShouldBe(cases / 5 * (each + 1));
        (await Engine.VerifyAsync(["profile", "signals"], null, Soon)).Clean.ShouldBeTrue();
    }

    private async Task<IReadOnlyList<HeldEvent>> HeldAsync() => (await Engine.HeldAsync(Tenant, 1_000, null, Soon)).Events;
}
