using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Reading;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;
using JourneyStore.Views;
using Npgsql;

namespace JourneyStore.Store.Tests.Store;

/// <summary>
/// A server that came back from a backup, or a replica that took over before it had everything, has lost the newest events, and gives their
/// places again. Who appended them and is still there must not go on from what it remembers.
/// </summary>
public sealed class RestoredServerTests : StoreTest
{
    private const string Ann = "crm:ann";

    [Fact]
    public async Task An_append_does_not_go_on_from_events_that_are_lost()
    {
        for (var i = 0; i < 3; i++) await StoreAsync(Event(Ann, new CallReceived()));
        await LoseNewestAsync();
        await StoreAsync(Event(Ann, new CallReceived()));
        (await StreamAsync(Ann)).Select(e => e.Version).ShouldBe([1, 2, 3]);
        (await Engine.VerifyAsync(["profile", "signals"], null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task A_version_that_came_twice_is_not_taken_for_the_one_that_is_remembered()
    {
        await StoreAsync(Event(Ann, new TicketOpened { Priority = "1" }));
        await StoreAsync(Event(Ann, new SlaBreached()));
        await Engine.ContextAsync(Tenant, Ref(Ann), new ContextQuery(), Soon);
        await LoseNewestAsync();
        // Another process was first to give version 2 again, to another event.
        Time.Advance(TimeSpan.FromSeconds(1));
        var other = await SecondEngineAsync();
        await AppendToAsync(other, Event(Ann, new CallReceived()));
        var context = await Engine.ContextAsync(Tenant, Ref(Ann), new ContextQuery(), Soon);
        context.View<CustomerProfile>("profile")!.EventsByType["call.received"].ShouldBe(1);
        await StoreAsync(Event(Ann, new CallReceived()));
        (await Engine.VerifyAsync(["profile", "signals"], null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task A_decision_does_not_rest_on_an_event_that_is_lost()
    {
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddDays(-40)));
        await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }));
        (await DecideAsync()).Outcome.ShouldBe("suppress");
        for (var lost = 0; lost < 2; lost++) await LoseNewestAsync();
        (await DecideAsync()).Outcome.ShouldBe("send");
        (await StreamAsync(Ann)).Select(e => e.Type).ShouldBe(["call.received", "decision.made"]);

        Task<DecisionReceipt> DecideAsync() => Engine.DecideAsync(Tenant, "contact-suppression", new DecisionRequest(Ann), Soon);
    }

    /// <summary>The newest event is gone, and the customer's rows are as they were before it.</summary>
    private async Task LoseNewestAsync()
    {
        await using var connection = await Harness.ConnectAsync();
        await using var lose = new NpgsqlCommand(
            """
            delete from mt_events where seq_id = (select max(seq_id) from mt_events);
            update mt_streams set version = version - 1, "timestamp" = "timestamp" - interval '1 second';
            delete from mt_doc_customerprofile; delete from mt_doc_customersignals;
            """,
            connection);
        await lose.ExecuteNonQueryAsync();
    }
}
