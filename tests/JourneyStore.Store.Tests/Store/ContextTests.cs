using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A customer as of now, as things truly were at a moment, and as the store knew them at a moment.</summary>
public sealed class ContextTests : StoreTest
{
    private const string Ann = "email:ann@example.org";

    [Fact]
    public async Task It_holds_profile_signals_version_and_position_of_one_moment()
    {
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddMinutes(-2)));
        var last = await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddMinutes(-1)));
        var context = await ContextAsync();
        (context.Customer, context.Version, context.Position, context.AsOf).ShouldBe((last.Customer!, 2, last.Position!.Value, Time.Now));
        context.View<CustomerProfile>("profile")!.Events.ShouldBe(2);
        context.Views.Keys.ShouldNotContain("signals");
        context.Signals.Select(s => s.Name).ShouldBe(StoreHarness.Rooms.Signals.Select(s => s.Name));
        context.Signals.ShouldAllBe(s => s.AsOf == Time.Now);
    }

    [Fact]
    public async Task What_occurred_and_what_was_known_are_two_questions()
    {
        // Day 0: event A occurs and is known. Day 2: event B, which had occurred on day 1, arrives.
        var day = Time.Now;
        await StoreAsync(Event(Ann, id: "a", at: day));
        Time.Advance(TimeSpan.FromDays(2));
        await StoreAsync(Event(Ann, id: "b", at: day.AddDays(1)));

        (await EventsAsync(new ContextQuery())).ShouldBe(2);
        (await EventsAsync(new ContextQuery(AsOf: day.AddHours(30)))).ShouldBe(2, "it had occurred by then, whenever it arrived");
        (await EventsAsync(new ContextQuery(AsOf: day.AddHours(3)))).ShouldBe(1);
        (await EventsAsync(new ContextQuery(AsOf: day.AddHours(-3)))).ShouldBe(0);
        (await EventsAsync(new ContextQuery(KnownAt: day.AddHours(30)))).ShouldBe(1, "it had occurred by then but was not known");
        (await EventsAsync(new ContextQuery(KnownAt: day.AddDays(2)))).ShouldBe(2);
        (await EventsAsync(new ContextQuery(AsOf: day.AddHours(3), KnownAt: day.AddDays(2)))).ShouldBe(1);
        (await ContextAsync(new ContextQuery(AsOf: day.AddHours(3)))).AsOf.ShouldBe(day.AddHours(3));
    }

    [Fact]
    public async Task A_past_moment_leaves_out_what_occurred_later_and_one_of_knowledge_what_came_later_in_context_signals_and_timeline()
    {
        // Hour 0: a. Hour 1: b. Hour 5: c, which had occurred in hour 2. Hour 6: d, told an hour ahead.
        var start = Time.Now;
        await StoreAsync(Event(Ann, new SlaBreached(), id: "a", at: start));
        Time.Advance(TimeSpan.FromHours(1));
        await StoreAsync(Event(Ann, new SlaBreached(), id: "b", at: start.AddHours(1)));
        Time.Advance(TimeSpan.FromHours(4));
        await StoreAsync(Event(Ann, new SlaBreached(), id: "c", at: start.AddHours(2)));
        Time.Advance(TimeSpan.FromHours(1));
        await StoreAsync(Event(Ann, new SlaBreached(), id: "d", at: start.AddHours(7)));

        await ShouldShowAsync(asOf: start.AddHours(2), null, "a", "b", "c");
        await ShouldShowAsync(asOf: start.AddMinutes(90), null, "a", "b");
        await ShouldShowAsync(asOf: start.AddHours(6), null, "a", "b", "c");
        await ShouldShowAsync(null, knownAt: start.AddHours(4), "a", "b");
        await ShouldShowAsync(null, knownAt: start.AddHours(5), "a", "b", "c");
        await ShouldShowAsync(asOf: start.AddMinutes(30), knownAt: start.AddHours(4), "a");
        await ShouldShowAsync(asOf: start.AddHours(3), knownAt: start.AddHours(4), "a", "b");
        await ShouldShowAsync(asOf: start.AddHours(3), knownAt: start.AddHours(6), "a", "b", "c");
    }

    [Fact]
    public async Task A_timeline_of_a_past_moment_pages_without_gaps()
    {
        var start = Time.Now.AddHours(-20);
        for (var i = 0; i < 9; i++) await StoreAsync(Event(Ann, id: $"e{i}", at: start.AddHours(i)));
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await Engine.TimelineAsync(Tenant, Ref(Ann), new TimelineQuery(2, next, AsOf: start.AddHours(5)), Soon);
            seen.AddRange(page.Entries.Select(entry => entry.Id));
            next = page.Next;
        }
        while (next is not null);
        seen.ShouldBe(["e5", "e4", "e3", "e2", "e1", "e0"]);
        (await Engine.TimelineAsync(Tenant, Ref(Ann), new TimelineQuery(From: start.AddHours(2), To: start.AddHours(4), AsOf: start.AddHours(5)),
            Soon))
            .Entries.Select(entry => entry.Id).ShouldBe(["e3", "e2"]);
    }

    [Fact]
    public async Task It_is_as_fresh_as_asked_or_says_how_far_it_is()
    {
        var stored = await StoreAsync(Event(Ann));
        (await ContextAsync(new ContextQuery(MinPosition: stored.Position))).Position.ShouldBe(stored.Position!.Value);
        var stale = await Should.ThrowAsync<NotFreshException>(() => ContextAsync(new ContextQuery(MinPosition: stored.Position + 5)));
        (stale.Asked, stale.Position).ShouldBe((stored.Position.Value + 5, stored.Position.Value));
        await Should.ThrowAsync<NotFreshException>(
            () => ContextAsync(new ContextQuery(MinPosition: stored.Position + 5, Wait: TimeSpan.FromMilliseconds(30))));
        await Should.ThrowAsync<BadParameterException>(() =>
            ContextAsync(new ContextQuery(MinPosition: stored.Position + 5, Wait: TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task It_waits_for_an_event_that_is_on_its_way()
    {
        var stored = await StoreAsync(Event(Ann));
        var waiting = ContextAsync(new ContextQuery(MinPosition: stored.Position + 1, Wait: TimeSpan.FromSeconds(30)));
        waiting.IsCompleted.ShouldBeFalse();
        // Some positions may be lost, so the one waited for is reached sooner or later.
        var next = await StoreAsync(Event(Ann));
        (await waiting).Position.ShouldBe(next.Position!.Value);
    }

    [Fact]
    public async Task A_customer_whom_nobody_knows_has_none()
    {
        (await Should.ThrowAsync<NotFoundException>(() => Engine.ContextAsync(Tenant, Ref("crm:nobody"), new ContextQuery(), Soon))).Code.ShouldBe("unknown-customer");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.ContextAsync(Tenant, Ref("nobody"), new ContextQuery(), Soon))).Code.ShouldBe("unknown-customer");
    }

    /// <summary>Sees that context, signals and timeline know of exactly these events.</summary>
    private async Task ShouldShowAsync(DateTimeOffset? asOf, DateTimeOffset? knownAt, params string[] ids)
    {
        var context = await ContextAsync(new ContextQuery(asOf, knownAt));
        context.View<CustomerProfile>("profile")!.Events.ShouldBe(ids.Length, $"{asOf} {knownAt}");
        context.AsOf.ShouldBe(asOf ?? knownAt!.Value);
        var breaches = context.Signals.Single(signal => signal.Name == "sla-breaches");
        breaches.Contributions.Select(one => one.EventId).Order().ShouldBe(ids);
        var timeline = await Engine.TimelineAsync(Tenant, Ref(Ann), new TimelineQuery(KnownAt: knownAt, AsOf: asOf), Soon);
        timeline.Entries.Select(entry => entry.Id).ShouldBe(ids.Reverse());
    }

    private Task<CustomerContext> ContextAsync(ContextQuery? query = null) =>
        Engine.ContextAsync(Tenant, Ref(Ann), query ?? new ContextQuery(), Soon);

    private async Task<long> EventsAsync(ContextQuery query)
    {
        var context = await ContextAsync(query);
        context.View<CustomerProfile>("profile")!.Events.ShouldBe(context.Version);
        return context.Version;
    }
}
