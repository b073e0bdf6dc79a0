using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Status;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;
using JourneyStore.Events.Service;

namespace JourneyStore.Store.Tests.Store;

/// <summary>
/// A reaction is delivered at least once, with the same idempotency key each time. The names of the tests are the points at which a process
/// may die, and what must not fire.
/// </summary>
public sealed class OutboxTests : StoreTest
{
    private const string Ann = "crm:ann";
    private const string Bob = "crm:bob";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // As often as it is tried before it is given up.
    private const int MostTries = 12;

    private readonly Outside outside = new();

    [Fact]
    public async Task A_reaction_is_delivered_after_the_commit_of_its_event()
    {
        var seen = new List<long>();
        await using var elsewhere = Harness.OpenDatabase();
        outside.Does = async (_, ct) => seen.Add(await elsewhere.ReadHighestPositionAsync(ct));
        await GoAsync();
        var stored = await StoreAsync(Event(Ann, new SlaBreached { OverdueMinutes = 3 }, id: "breach"));
        await DeliveredAsync();
        seen.ShouldBe([stored.Position!.Value]);
        var call = outside.Calls.ShouldHaveSingleItem();
        (call.Event.Id, call.Event.Customer, call.Event.Position, call.Event.Body, call.Try).ShouldBe(
            ("breach", stored.Customer, stored.Position.Value, new SlaBreached { OverdueMinutes = 3 }, 1));
    }

    [Fact]
    public async Task What_a_reaction_does_not_want_and_what_is_not_stored_fires_nothing()
    {
        outside.Wants = e => e.Type == "sla.breached";
        await GoAsync();
        await StoreAsync(Event(Ann));
        (await Engine.AppendAsync(new AppendRequest(Tenant, [Event(Ann, new SlaBreached())], ExpectedVersion: 7), Soon))
            .Results.ShouldHaveSingleItem().Status.ShouldBe(AppendStatus.Rejected);
        await StoreAsync(Event(Ann, new SlaBreached(), id: "wanted"));
        await DeliveredAsync();
        Ids().ShouldBe(["wanted"]);
    }

    [Fact]
    public async Task A_crash_between_commit_and_delivery_delivers_later()
    {
        await GoAsync(new EngineOptions { RunProjections = false });
        await StoreAsync(Event(Ann, id: "kept"));
        (await WaitingAsync()).ShouldBe(1);
        await GoAsync();
        await DeliveredAsync();
        Ids().ShouldBe(["kept"]);
    }

    [Fact]
    public async Task A_crash_between_delivery_and_its_record_delivers_again_with_the_same_key()
    {
        // The call arrives, and the process ends before it can write that down.
        outside.Does = (_, ct) => new TaskCompletionSource().Task.WaitAsync(ct);
        await GoAsync();
        await StoreAsync(Event(Ann, id: "twice"));
        await EventuallyAsync(() => Task.FromResult(outside.Calls.Count == 1), "the call arrives");
        outside.Does = (_, _) => Task.CompletedTask;
        await GoAsync();
        (await WaitingAsync()).ShouldBe(1);
        // A claim of a process that is gone holds as long as any, and no longer.
        Time.Advance(Lease);
        await DeliveredAsync();
        Ids().ShouldBe(["twice", "twice"]);
        outside.Calls.Select(call => call.Key).Distinct().ShouldHaveSingleItem();
        outside.Calls.Select(call => call.Try).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_failing_reaction_is_tried_again_with_the_same_key_and_the_customers_later_ones_wait()
    {
        outside.Does = (call, _) => call is { Event.Id: "first", Try: < 3 } ? throw Fault(call) : Task.CompletedTask;
        await GoAsync();
        await StoreAsync(Event(Ann, id: "first"));
        await FailedAsync(1);
        await StoreAsync(Event(Ann, id: "second"));
        (await ReactionAsync()).ShouldBe(new ReactionStatus("outside", true, 2, 0, ReasonOf(1)));
        Time.Advance(TimeSpan.FromSeconds(1));
        await FailedAsync(2);
        Time.Advance(TimeSpan.FromSeconds(2));
        await DeliveredAsync();
        Ids().ShouldBe(["first", "first", "first", "second"]);
        outside.Calls.Take(3).Select(call => call.Key).Distinct().ShouldHaveSingleItem().ShouldNotBe(outside.Calls[3].Key);
        outside.Calls.Select(call => call.Try).ShouldBe([1, 2, 3, 1]);
    }

    [Fact]
    public async Task Other_customers_and_other_reactions_go_on()
    {
        outside.Does = (call, _) => call is { Event.Id: "ann" } && call.Who == "one" ? throw new InvalidDataException() : Task.CompletedTask;
        await GoAsync(new EngineOptions { Reactions = [outside.Reaction(), outside.Reaction("two", "another")] });
        await StoreAsync(Event(Ann, id: "ann"));
        await StoreAsync(Event(Ann, id: "ann-later"));
        await StoreAsync(Event(Bob, id: "bob"));
        await EventuallyAsync(async () => (await WaitingAsync("another")) == 0 && (await WaitingAsync()) == 2, "what can be delivered is");
        Ids("one").Distinct().ShouldBe(["ann", "bob"], ignoreOrder: true);
        Ids("two").ShouldBe(["ann", "ann-later", "bob"], ignoreOrder: true);
        var keys = outside.Calls.Where(call => call.Event.Id == "ann").GroupBy(call => call.Who).Select(who => who.First().Key).ToList();
        keys[0].ShouldNotBe(keys[1], "each reaction has its own key for an event");
    }

    [Fact]
    public async Task What_fails_for_good_is_kept_visible_holds_up_nobody_and_can_be_retried()
    {
        outside.Does = (call, _) => call.Event.Id == "lost" ? throw Fault(call) : Task.CompletedTask;
        await GoAsync();
        var lost = await StoreAsync(Event(Ann, id: "lost", type: "thing.lost"));
        for (var tried = 1; tried < MostTries; tried++)
        {
            await FailedAsync(tried);
            Time.Advance(TimeSpan.FromMinutes(5));
        }
        await EventuallyAsync(async () => (await ReactionAsync()).Dead == 1, "it is given up");
        await StoreAsync(Event(Ann, id: "later"));
        await DeliveredAsync();
        Ids().ShouldBe([.. Enumerable.Repeat("lost", MostTries), "later"]);
        (await ReactionAsync()).ShouldBe(new ReactionStatus("outside", true, 0, 1, ReasonOf(MostTries)));
        await EventuallyAsync(() => Task.FromResult(Engine.Degraded.Count == 1), "the process knows that it is degraded");
        var dead = (await Engine.Dead.ListAsync(Tenant, "outside", 10, null, Soon)).Dead.ShouldHaveSingleItem();
        (dead.Reaction, dead.Customer, dead.Position, dead.EventType, dead.Tries, dead.Reason).ShouldBe(
            ("outside", lost.Customer, lost.Position!.Value, "thing.lost", MostTries, ReasonOf(MostTries)));
        (await Engine.Dead.ListAsync("elsewhere", null, 10, null, Soon)).Dead.ShouldBeEmpty();
        (await Engine.Dead.ListAsync(Tenant, "another", 10, null, Soon)).Dead.ShouldBeEmpty();

        outside.Does = (_, _) => Task.CompletedTask;
        (await Engine.Dead.RetryAsync("elsewhere", null, Soon)).ShouldBe(0);
        (await Engine.Dead.RetryAsync(Tenant, "another", Soon)).ShouldBe(0);
        (await Engine.Dead.RetryAsync(Tenant, null, Soon)).ShouldBe(1);
        await DeliveredAsync();
        (await ReactionAsync()).Dead.ShouldBe(0);
        (outside.Calls[^1].Event.Id, outside.Calls[^1].Key, outside.Calls[^1].Try).ShouldBe(("lost", outside.Calls[0].Key, 1));
    }

    [Fact]
    public async Task A_reaction_that_cannot_say_what_it_wants_keeps_no_event_out_and_the_event_is_not_forgotten()
    {
        outside.Wants = e => e.Id == "odd" ? throw new InvalidDataException("what is that?") : true;
        await GoAsync();
        await StoreAsync(Event(Ann, id: "odd"));
        await StoreAsync(Event(Ann, id: "plain"));
        await DeliveredAsync();
        Ids().ShouldBe(["plain"]);
        (await ReactionAsync()).ShouldBe(new ReactionStatus("outside", true, 0, 1, "InvalidDataException: what is that?"));
        (await Engine.Dead.RetryAsync(Tenant, "outside", Soon)).ShouldBe(1);
        await DeliveredAsync();
        Ids().ShouldBe(["plain", "odd"]);
    }

    [Fact]
    public async Task A_duplicate_event_fires_nothing()
    {
        await GoAsync();
        await AppendAsync(Event(Ann, id: "once"), Event(Ann, id: "once"));
        (await AppendAsync(Event(Ann, id: "once"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);
        await DeliveredAsync();
        (await AppendAsync(Event(Ann, id: "once"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);
        await StoreAsync(Event(Ann, id: "next"));
        await DeliveredAsync();
        Ids().ShouldBe(["once", "next"]);
    }

    [Fact]
    public async Task A_rebuild_and_a_verification_fire_nothing()
    {
        await GoAsync();
        await AppendAsync([.. Enumerable.Range(0, 5).Select(i => Event(Ann, new TicketOpened(), id: $"{i}", @case: $"C{i}"))]);
        await DeliveredAsync();
        foreach (var view in Engine.Views) await Engine.RebuildAsync(view.Name, shadow: false, null, Soon);
        await Engine.ShouldVerifyAsync(Soon);
        (await WaitingAsync()).ShouldBe(0);
        await StoreAsync(Event(Ann, id: "after"));
        await DeliveredAsync();
        Ids().ShouldBe(["0", "1", "2", "3", "4", "after"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_held_event_fires_once_when_it_is_bound()
    {
        await GoAsync();
        (await AppendAsync(Event(null, id: "held", @case: "C1"))).Results[0].Status.ShouldBe(AppendStatus.Held);
        (await Engine.RetryHeldAsync(Tenant, Soon)).Bound.ShouldBe(0);
        await StoreAsync(Event(Bob, id: "bob"));
        await DeliveredAsync();
        Ids().ShouldBe(["bob"]);
        await StoreAsync(Event(Ann, id: "named", @case: "C1"));
        await EventuallyAsync(async () => (await StreamAsync(Ann)).Count == 2, "the held event is bound");
        await DeliveredAsync();
        Ids().ShouldBe(["bob", "named", "held"]);
    }

    [Fact]
    public async Task Two_processes_deliver_each_once_and_in_order_when_nothing_goes_wrong()
    {
        const int customers = 20, each = 10;
        await GoAsync();
        var other = await SecondEngineAsync(new EngineOptions { Reactions = [outside.Reaction("two")] });
        for (var i = 0; i < each; i++)
            await Task.WhenAll(
                AppendAsync([.. Enumerable.Range(0, customers / 2).Select(c => Event($"crm:{c}", id: $"{c}-{i}"))]),
                AppendToAsync(other, [.. Enumerable.Range(customers / 2, customers / 2).Select(c => Event($"crm:{c}", id: $"{c}-{i}"))]));
        await DeliveredAsync();
        outside.Calls.Count.ShouldBe(customers * each);
        outside.Calls.Select(call => call.Key).Distinct().Count().ShouldBe(customers * each);
        foreach (var customer in outside.Calls.GroupBy(call => call.Event.Customer)) customer.Select(call => call.Event.Version).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_process_without_the_reaction_neither_asks_nor_delivers_and_says_what_waits()
    {
        var without = Engine;
        await StoreAsync(Event(Ann, id: "not asked for"));
        var with = await SecondEngineAsync(new EngineOptions { RunProjections = false, Reactions = [outside.Reaction()] });
        await AppendToAsync(with, Event(Ann, id: "asked for"));
        (await without.StatusAsync(Soon)).Reactions.Single(one => one.Name == "outside").ShouldBe(new ReactionStatus("outside", false, 1, 0, null));
        await GoAsync();
        await DeliveredAsync();
        Ids().ShouldBe(["asked for"]);
    }

    /// <summary>The process ends, and another takes its place: with the reaction, unless the options say otherwise.</summary>
    private async Task GoAsync(EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        if (options.Reactions.Count == 0) options = options with { Reactions = [outside.Reaction()] };
        await GoOnWithAsync(await SecondEngineAsync(options));
    }

    private async Task<ReactionStatus> ReactionAsync(string name = "outside") => (await Engine.StatusAsync(Soon)).Reactions.Single(one => one.Name == name);

    private async Task<long> WaitingAsync(string name = "outside") => (await ReactionAsync(name)).Waiting;

    private Task DeliveredAsync() => EventuallyAsync(async () => await WaitingAsync() == 0, "all is delivered");

    /// <summary>A try has failed, and that is written down; the reason tells which.</summary>
    private Task FailedAsync(int tried) => EventuallyAsync(async () => (await ReactionAsync()).Reason == ReasonOf(tried), $"try {tried} has failed");

    private static InvalidDataException Fault(Outside.Call call) => new($"not on try {call.Try}");

    private static string ReasonOf(int tried) => $"InvalidDataException: not on try {tried}";

    private IEnumerable<string> Ids(string? who = null) => outside.Calls.Where(call => who is null || call.Who == who).Select(call => call.Event.Id);
}
