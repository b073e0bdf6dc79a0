using JourneyStore.Events.Orders;
using JourneyStore.Events.Service;

namespace JourneyStore.Store.Tests.Faults.Cuts;

/// <summary>
/// The connection is cut at the n-th message of an append, for every n: whatever had arrived by then, the client repeats what has no answer
/// and everything is stored once.
/// </summary>
public sealed class AppendCutTests
{
    private const int MoreThanAnyBatch = 600;
    private const int UncutAtTheEnd = 4;

    [Fact]
    public Task A_request_cut_off_anywhere_on_a_connection_that_opens_for_it_is_stored_once() =>
        EverywhereAsync(Side.Frontend, usedBefore: false, InOrder);

    [Fact]
    public Task A_request_cut_off_anywhere_on_a_connection_in_use_is_stored_once() => EverywhereAsync(Side.Frontend, usedBefore: true, InOrder);

    [Fact]
    public Task An_answer_cut_off_anywhere_is_found_again_by_the_repeat() => EverywhereAsync(Side.Backend, usedBefore: true, InOrder);

    [Fact]
    public Task A_batch_with_a_late_event_cut_off_anywhere_is_stored_once() => EverywhereAsync(Side.Frontend, usedBefore: true, WithALateEvent);

    [Fact]
    public Task An_answer_to_a_batch_with_a_late_event_cut_off_anywhere_is_found_again() =>
        EverywhereAsync(Side.Backend, usedBefore: true, WithALateEvent);

    [Fact]
    public Task A_held_event_and_its_binding_cut_off_anywhere_are_stored_once() => EverywhereAsync(Side.Frontend, usedBefore: true, HeldAndThenBound);

    [Fact]
    public Task Answers_about_a_held_event_and_its_binding_cut_off_anywhere_are_found_again() =>
        EverywhereAsync(Side.Backend, usedBefore: true, HeldAndThenBound);

    private static Task InOrder(CutStore store, int n) =>
        store.AppendAsync(store.Through, CutStore.Event($"{n}", $"{n % 3}", CutStore.Start.AddSeconds(n), new CallReceived()));

    // The late one belongs to the customer that the operation before made known, so that histories stay short and the messages few.
    private static Task WithALateEvent(CutStore store, int n) => store.AppendAsync(
        store.Through,
        CutStore.Event($"{n}-in-order", "1", CutStore.Start.AddSeconds(n), new TicketOpened { Priority = "2" }, $"A{n / 4}"),
        CutStore.Event($"{n}-late", $"new-{n - 1}", CutStore.Start.AddHours(-1), new SlaBreached(), $"A{n / 4}"),
        CutStore.Event($"{n}-new", $"new-{n}", CutStore.Start, new OrderPlaced { Amount = n, Currency = "EUR" }));

    private static async Task HeldAndThenBound(CutStore store, int n)
    {
        await store.AppendAsync(store.Through, CutStore.Event($"{n}-held", null, CutStore.Start.AddSeconds(n), new SlaBreached(), $"C{n}"));
        await store.AppendAsync(store.Through, CutStore.Event($"{n}-named", $"{n % 3}", CutStore.Start.AddSeconds(n - 1), new TicketOpened(), $"C{n}"));
        await store.EventuallyAsync(store.NothingIsHeldAsync, $"the event of case C{n} is bound");
    }

    private static async Task EverywhereAsync(Side sender, bool usedBefore, Func<CutStore, int, Task> operation)
    {
        await using var store = await CutStore.OpenAsync(runProjections: false);
        var (n, operations, uncut) = (0, 0, 0);
        // Not every operation has as many messages as the one before.
        while (uncut < UncutAtTheEnd)
        {
            n++.ShouldBeLessThan(MoreThanAnyBatch, "the operation ends by itself");
            // With the repeat after the cut before, that is often enough for its statements to be prepared; or a new connection has none.
            if (usedBefore) await operation(store, ++operations);
            else store.Proxy.CutAll();
            var at = new Cut(sender, n, Counting.OneConnection);
            store.Proxy.Arm(at);
            await operation(store, ++operations);
            uncut = at.Fired ? 0 : uncut + 1;
        }
        n.ShouldBeGreaterThan(10, "a batch has that many messages");
        // Nothing is sent to the server after the commit.
        if (sender == Side.Backend) store.AnswersLost.ShouldBeGreaterThan(0, "some cuts came after the commit");
        // Of answers, those to the commit come in one piece after it; a first one lost before it is asked for again at once, unseen from outside.
        if (sender == Side.Frontend) store.StoredAtRepeat.ShouldBeGreaterThan(0, "some cuts came before the commit");
        await store.ShouldHoldExactlyWhatWasAcknowledgedAsync(await store.DirectEngineAsync(runProjections: true));
    }
}
