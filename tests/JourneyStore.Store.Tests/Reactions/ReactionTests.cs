using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Status;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.TestRooms;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace JourneyStore.Store.Tests.Reactions;

/// <summary>
/// A handler is told of stored events at least once, in the customer's order, with the same idempotency key each time. The names of the tests are the
/// points at which a process may die, and what must not fire.
/// </summary>
public sealed class ReactionTests : ReactionTest
{
    [Fact]
    public async Task A_handler_is_told_after_the_commit_of_its_event()
    {
        var seen = new List<long>();
        await using var elsewhere = Harness.OpenDatabase();
        Outside.Does = async (_, ct) => seen.Add(await elsewhere.ReadHighestPositionAsync(ct));
        await BeginAsync();
        var stored = await StoreAsync(Event(Ann, new SlaBreached { OverdueMinutes = 3 }, id: "breach"));
        await ToldAsync("another");
        seen.ShouldBe([stored.Position!.Value]);
        var call = Outside.Calls.ShouldHaveSingleItem();
        (call.Event.Id, call.Event.Customer, call.Event.Position, call.Event.Body, call.Try).ShouldBe(
            ("breach", stored.Customer, stored.Position.Value, new SlaBreached { OverdueMinutes = 3 }, 1));
    }

    [Fact]
    public async Task What_no_handler_wants_and_what_is_not_stored_fires_nothing()
    {
        await BeginAsync(["thing.wanted", "ticket.closed"]);
        await StoreAsync(Event(Ann));
        (await Engine.AppendAsync(new AppendRequest(Tenant, [Event(Ann, type: "thing.wanted")], ExpectedVersion: 7), Soon))
            .Results.ShouldHaveSingleItem().Status.ShouldBe(AppendStatus.Rejected);
        await StoreAsync(Event(Ann, new TicketClosed(), id: "closed", @case: "C1"));
        await StoreAsync(Event(Ann, type: "thing.wanted", id: "wanted"));
        await ToldAsync();
        Ids().ShouldBe(["closed", "wanted"]);
        Ids("another").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_stored_while_no_process_runs_is_told_by_the_next()
    {
        await BeginAsync();
        await EndAsync();
        await StoreAsync(Event(Ann, id: "kept"));
        await BeginAsync();
        await ToldAsync();
        Ids().ShouldBe(["kept"]);
    }

    [Fact]
    public async Task A_reaction_that_is_new_is_told_of_what_is_stored_from_then_on()
    {
        await StoreAsync(Event(Ann, id: "before"));
        await BeginAsync();
        (await ReactionAsync()).Waiting.ShouldBe(0);
        await StoreAsync(Event(Ann, id: "after"));
        await ToldAsync();
        Ids().ShouldBe(["after"]);
    }

    [Fact]
    public async Task A_crash_between_the_call_and_its_record_tells_again_with_the_same_key()
    {
        // The call arrives, and the process ends before it can write that down.
        Outside.Does = (_, ct) => new TaskCompletionSource().Task.WaitAsync(ct);
        await BeginAsync();
        await StoreAsync(Event(Ann, id: "twice"));
        await EventuallyAsync(() => Task.FromResult(Outside.Calls.Count == 1), "the call arrives");
        await EndAsync();
        Outside.Does = (_, _) => Task.CompletedTask;
        await BeginAsync();
        await MoveOnAsync(async () => (await ReactionAsync()).Waiting == 0);
        Ids().ShouldBe(["twice", "twice"]);
        Outside.Calls.Select(call => call.Key).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_due_when_the_next_process_starts_waits_until_that_one_can_call_handlers()
    {
        Outside.Does = (call, _) => throw Fault(call);
        await BeginAsync();
        await StoreAsync(Event(Ann, id: "due"));
        await FailedAsync(3);
        await EndAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        Outside.Does = (_, _) => Task.CompletedTask;
        await BeginAsync();
        await ToldAsync();
        await StoreAsync(Event(Ann, id: "later"));
        await ToldAsync();
        Ids().Skip(3).ShouldBe(["due", "later"]);
    }

    [Fact]
    public async Task An_event_whose_handler_could_not_be_run_has_not_been_told()
    {
        await StoreAsync(Event(Ann, id: "early"));
        DeliveryOutcome? early = null;
        // Wolverine knows no handler before it has started, and calls what it is given then completed.
        await BeginAsync(beforeWolverine: async services =>
        {
            var runtime = services.GetRequiredService<ReactionRuntime>();
            var stored = await runtime.ReadAsync([1], Soon);
            early = await runtime.QueueOf("outside").DeliverAsync(stored.ShouldHaveSingleItem(), 2, Soon);
        });
        early.ShouldNotBeNull().ShouldSatisfyAllConditions(
            outcome => outcome.Kind.ShouldBe(DeliveryKind.Later), outcome => outcome.Tries.ShouldBe(2),
            outcome => outcome.DueAt.ShouldBeGreaterThan(Time.GetUtcNow()), outcome => outcome.Reason.ShouldNotBeNull().ShouldContain("could not be run"));
    }

    [Fact]
    public async Task A_handler_that_fails_is_tried_again_with_the_same_key_and_the_customers_later_events_wait()
    {
        Outside.Does = (call, _) => call is { Event.Id: "first", Try: < 5 } ? throw Fault(call) : Task.CompletedTask;
        await BeginAsync();
        await AppendAsync(Event(Ann, id: "first"), Event(Ann, id: "second"));
        await FailedAsync(3);
        await StoreAsync(Event(Ann, id: "third"));
        await EventuallyAsync(async () => (await ReactionAsync()).Waiting == 3, "the third is stored");
        Time.Advance(TimeSpan.FromSeconds(1));
        await FailedAsync(4);
        Time.Advance(TimeSpan.FromSeconds(2));
        await ToldAsync();
        Ids().ShouldBe([.. Enumerable.Repeat("first", 5), "second", "third"]);
        Outside.Calls.Take(5).Select(call => call.Key).Distinct().ShouldHaveSingleItem().ShouldNotBe(Outside.Calls[5].Key);
        Outside.Calls.Select(call => call.Try).ShouldBe([1, 2, 3, 4, 5, 1, 1]);
        (await ReactionAsync()).ShouldBe(new ReactionStatus("outside", true, 0, 0, null));
    }

    [Fact]
    public async Task Other_customers_and_other_reactions_go_on()
    {
        Outside.Does = (call, _) => call is { Event.Id: "ann" } && call.Who == "outside" ? throw new InvalidDataException() : Task.CompletedTask;
        await BeginAsync(["sla.breached"]);
        await StoreAsync(Event(Ann, new SlaBreached(), id: "ann"));
        await StoreAsync(Event(Ann, new SlaBreached(), id: "ann-later"));
        await StoreAsync(Event(Bob, new SlaBreached(), id: "bob"));
        await EventuallyAsync(WhatCanBeIsToldAsync, "what can be told is");
        await StoreAsync(Event(Bob, new SlaBreached(), id: "bob-later"));
        await EventuallyAsync(WhatCanBeIsToldAsync, "what can be told is");
        Ids().Distinct().ShouldBe(["ann", "bob", "bob-later"], ignoreOrder: true);
        Ids("another").ShouldBe(["ann", "ann-later", "bob", "bob-later"], ignoreOrder: true);
        var keys = Outside.Calls.Where(call => call.Event.Id == "ann").GroupBy(call => call.Who).Select(who => who.First().Key).ToList();
        keys[0].ShouldNotBe(keys[1], "each reaction has its own key for an event");
    }

    [Fact]
    public async Task A_handler_that_does_not_return_holds_up_its_customer_and_nobody_else()
    {
        var stuck = new TaskCompletionSource();
        Outside.Does = (call, _) => call.Event.Id == "stuck" ? stuck.Task : Task.CompletedTask;
        await BeginAsync();
        await AppendAsync(Event(Ann, id: "stuck"), Event(Ann, id: "behind it"), Event(Bob, id: "bob"));
        await EventuallyAsync(async () => (await ReactionAsync()).Waiting == 2, "the page is left");
        await StoreAsync(Event(Bob, id: "bob-later"));
        await EventuallyAsync(() => Task.FromResult(Ids().Contains("bob-later")), "bob goes on");
        Ids().ShouldNotContain("behind it");
        stuck.SetResult();
        await ToldAsync();
        Ids().Count(id => id == "stuck").ShouldBe(1);
        Ids().Last().ShouldBe("behind it");
    }

    [Fact]
    public async Task Many_customers_are_told_in_their_order_whatever_fails_meanwhile()
    {
        const int customers = 20, each = 10;
        Outside.Does = (call, _) => call.Try == 1 && (call.Event.Position % 7 == 0) ? throw Fault(call) : Task.CompletedTask;
        await BeginAsync(options: new ReactionOptions { QuickPauses = [], Pauses = [.. Enumerable.Repeat(TimeSpan.Zero, 3)], PageSize = 10 });
        for (var i = 0; i < each; i++) await AppendAsync([.. Enumerable.Range(0, customers).Select(c => Event($"crm:{c}", id: $"{c}-{i}"))]);
        await ToldAsync();
        foreach (var customer in Outside.Calls.GroupBy(call => call.Event.Customer))
        {
            customer.Select(call => call.Event.Version).ShouldBeInOrder();
            customer.Select(call => call.Event.Version).Distinct().Count().ShouldBe(each);
        }
    }

    [Fact]
    public async Task Two_hosts_tell_each_event_once_and_in_order_when_nothing_goes_wrong()
    {
        const int customers = 20, each = 10;
        await BeginAsync(balanced: true);
        var one = Host.Engine;
        await BeginAsync(balanced: true);
        var other = Host.Engine;
        for (var i = 0; i < each; i++)
            await Task.WhenAll(
                AppendToAsync(one, [.. Enumerable.Range(0, customers / 2).Select(c => Event($"crm:{c}", id: $"{c}-{i}"))]),
                AppendToAsync(other, [.. Enumerable.Range(customers / 2, customers / 2).Select(c => Event($"crm:{c}", id: $"{c}-{i}"))]));
        await ToldAsync();
        Outside.Calls.Count.ShouldBe(customers * each);
        Outside.Calls.Select(call => call.Key).Distinct().Count().ShouldBe(customers * each);
        foreach (var customer in Outside.Calls.GroupBy(call => call.Event.Customer)) customer.Select(call => call.Event.Version).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_host_goes_on_with_what_another_left_when_it_ended()
    {
        Outside.Does = (call, _) => call.Event.Id == "first" ? throw Fault(call) : Task.CompletedTask;
        await BeginAsync(balanced: true);
        await BeginAsync(balanced: true);
        await AppendAsync(Event(Ann, id: "first"), Event(Ann, id: "second"));
        await FailedAsync(3);
        await EndAsync();
        await StoreAsync(Event(Bob, id: "bob"));
        Outside.Does = (_, _) => Task.CompletedTask;
        await MoveOnAsync(async () => (await ReactionAsync()).Waiting == 0);
        Ids().Distinct().ShouldBe(["first", "second", "bob"], ignoreOrder: true);
        Ids().SkipWhile(id => id != "second").ShouldNotContain("first");
    }

    [Fact]
    public async Task Whatever_connections_are_cut_every_event_is_told_in_order()
    {
        await BeginAsync();
        await using var connection = await Harness.ConnectAsync();
        await using var cut = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", connection);
        for (var i = 0; i < 40; i++)
        {
            if (i % 2 == 0) await cut.ExecuteNonQueryAsync();
            await EventuallyAsync(() => IsStoredAsync(Event(Ann, id: $"{i}")), "it is stored");
        }
        await EventuallyAsync(() => Task.FromResult(Ids().Distinct().Count() == 40), "all are told");
        Outside.Calls.DistinctBy(call => call.Key).Select(call => call.Event.Version).ShouldBeInOrder();

        async Task<bool> IsStoredAsync(EventCandidate candidate)
        {
            try
            {
                return (await AppendAsync(candidate)).Results[0].Status is AppendStatus.Stored or AppendStatus.Duplicate;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task When_too_many_customers_are_behind_the_subscription_waits_and_nothing_is_lost()
    {
        var isAway = true;
        Outside.Does = (call, _) => isAway ? throw Fault(call) : Task.CompletedTask;
        await BeginAsync(options: new ReactionOptions { QuickPauses = [], MostBehind = 3, PageSize = 1 });
        for (var i = 0; i < 6; i++) await StoreAsync(Event($"crm:{i}", id: $"{i}"));
        await EventuallyAsync(() => Task.FromResult(Outside.Calls.Count == 3), "three are behind");
        (await ReactionAsync()).Waiting.ShouldBe(6);
        isAway = false;
        await MoveOnAsync(async () => (await ReactionAsync()).Waiting == 0);
        Ids().Distinct().Count().ShouldBe(6);
        Outside.Calls.Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_handler_that_says_itself_what_becomes_of_a_failure_is_taken_at_its_word()
    {
        Outside.Does = (call, _) => call.Who == "stubborn" ? throw Fault(call) : Task.CompletedTask;
        await BeginAsync();
        await StoreAsync(Event(Ann, new TicketReopened(), id: "reopened", @case: "C1"));
        await EventuallyAsync(() => Task.FromResult(Ids("stubborn").Any()), "it is told");
        await ToldAsync("stubborn");
        Ids("stubborn").ShouldBe(["reopened"], "it discards what fails");
        (await ReactionAsync("stubborn")).Dead.ShouldBe(0);
    }

    [Fact]
    public async Task A_duplicate_event_fires_nothing()
    {
        await BeginAsync();
        await AppendAsync(Event(Ann, id: "once"), Event(Ann, id: "once"));
        (await AppendAsync(Event(Ann, id: "once"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);
        await ToldAsync();
        (await AppendAsync(Event(Ann, id: "once"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);
        await StoreAsync(Event(Ann, id: "next"));
        await ToldAsync();
        Ids().ShouldBe(["once", "next"]);
    }

    [Fact]
    public async Task A_rebuild_and_a_verification_fire_nothing()
    {
        await BeginAsync(["ticket.opened", "thing.happened"]);
        await AppendAsync([.. Enumerable.Range(0, 5).Select(i => Event(Ann, new TicketOpened(), id: $"{i}", @case: $"C{i}"))]);
        await ToldAsync();
        foreach (var view in Engine.Views) await Engine.RebuildAsync(view.Name, shadow: false, null, Soon);
        await Engine.ShouldVerifyAsync(Soon);
        (await ReactionAsync()).Waiting.ShouldBe(0);
        await StoreAsync(Event(Ann, id: "after"));
        await ToldAsync();
        Ids().ShouldBe(["0", "1", "2", "3", "4", "after"]);
    }

    [Fact]
    public async Task A_held_event_fires_once_when_it_is_bound()
    {
        await BeginAsync();
        (await AppendAsync(Event(null, id: "held", @case: "C1"))).Results[0].Status.ShouldBe(AppendStatus.Held);
        (await Engine.RetryHeldAsync(Tenant, Soon)).Bound.ShouldBe(0);
        await StoreAsync(Event(Bob, id: "bob"));
        await ToldAsync();
        Ids().ShouldBe(["bob"]);
        await StoreAsync(Event(Ann, id: "named", @case: "C1"));
        await EventuallyAsync(async () => (await StreamAsync(Ann)).Count == 2, "the held event is bound");
        await ToldAsync();
        Ids().ShouldBe(["bob", "named", "held"]);
    }

    [Fact]
    public async Task A_handler_of_another_assembly_has_the_data_as_its_own_record()
    {
        await BeginAsync();
        var stored = await StoreAsync(Event(Ann, id: "lost", type: "parcel.lost") with { Data = """{"parcel":"P-1","worth":40}"""u8.ToArray() });
        await ToldAsync("parcel");
        Outside.Calls.Where(call => call.Who == "parcel").ShouldHaveSingleItem().Event.ShouldSatisfyAllConditions(
            @event => @event.Body.ShouldBe(new ParcelLost { Parcel = "P-1", Worth = 40 }),
            @event => @event.Position.ShouldBe(stored.Position!.Value));
    }

    private async Task<bool> WhatCanBeIsToldAsync() => (await ReactionAsync("another")).Waiting == 0 && (await ReactionAsync()).Waiting == 2;

    /// <summary>A try has failed, and that is written down; the reason tells which.</summary>
    private Task FailedAsync(int tried) => EventuallyAsync(
        async () => (await ReactionAsync()).Reason == $"InvalidDataException: not on try {tried}", $"try {tried} has failed");

    /// <summary>Lets time pass until it is so.</summary>
    private Task MoveOnAsync(Func<Task<bool>> isSo) => EventuallyAsync(
        async () =>
        {
            if (await isSo()) return true;
            Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        },
        "it is so in the end");

    private static InvalidDataException Fault(Outside.Call call) => new($"not on try {call.Try}");
}
