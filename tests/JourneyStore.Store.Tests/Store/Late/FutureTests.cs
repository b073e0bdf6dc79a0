using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store.Late;

/// <summary>What occurs later than the moment of an answer is not counted yet; it counts when its time has come.</summary>
public sealed class FutureTests : StoreTest
{
    private const string Ann = "crm:ann";

    [Fact]
    public async Task An_event_in_the_hours_to_come_counts_when_its_time_has_come()
    {
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddDays(-40)));
        await DecideAsync("send");
        var complaint = await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(3)));

        foreach (var engine in (JourneyEngine[])[Engine, await SecondEngineAsync()])
        {
            var now = await ContextAsync(engine);
            now.View<CustomerProfile>("profile")!.Events.ShouldBe(2);
            (now.AsOf, now.Version, now.Position).ShouldBe((Time.Now, 3, complaint.Position!.Value));
            now.Signals.SelectMany(signal => signal.Contributions).Select(one => one.EventId).ShouldNotContain(complaint.Id);
            now.Signals.ShouldAllBe(signal => signal.AsOf == Time.Now);
        }
        var early = await DecideAsync("send");
        early.Evidence.Select(one => one.EventId).ShouldNotContain(complaint.Id);

        Time.Advance(TimeSpan.FromHours(3));
        (await ContextAsync(Engine)).View<CustomerProfile>("profile")!.Events.ShouldBe(4);
        var late = await DecideAsync("suppress");
        late.Evidence.Select(one => one.EventId).ShouldContain(complaint.Id);
        foreach (var receipt in (DecisionReceipt[])[early, late])
            (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Same.ShouldBeTrue(receipt.Outcome);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_row_of_an_inline_view_shows_it_when_its_time_has_come_too()
    {
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddDays(-2)));
        await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(3)));
        await StoreAsync(Event("crm:bob", new CallReceived()));
        (await ShownAsync()).ShouldBe([1, 1], ignoreOrder: true);
        Time.Advance(TimeSpan.FromHours(3));
        (await ShownAsync()).ShouldBe([1, 2], ignoreOrder: true);

        async Task<long[]> ShownAsync()
        {
            var page = await Engine.ShowAsync(Tenant, await Engine.ViewAsync(Tenant, "profile", 10, null, Soon), Soon);
            var row = await Engine.ShowAsync(Tenant, "profile", await Engine.ViewRowAsync(Tenant, "profile", Ann, Soon), Soon);
            page.Rows.Single(one => one.Key == row.Key).Data.ToArray().ShouldBe(row.Data.ToArray());
            return [.. page.Rows.Select(one => JsonDocument.Parse(one.Data).RootElement.GetProperty("events").GetInt64())];
        }
    }

    [Fact]
    public async Task A_row_of_an_async_view_shows_it_and_takes_its_place_by_it_when_its_time_has_come_too()
    {
        var ann = (await StoreAsync(Event(Ann, new SlaBreached(), at: Time.Now.AddDays(-2)))).Customer!;
        await StoreAsync(Event(Ann, new ComplaintFiled { Subject = "wet" }, at: Time.Now.AddHours(3)));
        var bob = (await StoreAsync(Event("crm:bob", new SlaBreached(), at: Time.Now.AddDays(-1)))).Customer!;
        var last = await StoreAsync(Event("crm:cid", new ComplaintFiled { Subject = "late" }, at: Time.Now.AddHours(2)));
        await Engine.WaitForProjectionsAsync(last.Position!.Value, Soon);
        foreach (var _ in (int[])[1, 2])
        {
            var before = await ShownAsync();
            before.Select(row => row.Customer).ShouldBe([bob, ann, last.Customer!], "bob's is a day newer than ann's; of cid nothing has happened yet");
            before[1].Heaviest.ShouldHaveSingleItem().Points.ShouldBe(before[0].Heaviest[0].Points);
            (before[2].Score, before[2].LastEventAt).ShouldBe((0, null));
            // The same of rows that were built anew.
            await Engine.RebuildAsync("attention", false, null, Soon);
        }
        Time.Advance(TimeSpan.FromHours(3));
        (await ShownAsync()).Select(row => row.Customer).ShouldBe([ann, last.Customer!, bob]);
        await Engine.ShouldVerifyAsync(Soon);

        async Task<List<AttentionAnswer>> ShownAsync()
        {
            var page = await Engine.ShowAsync(Tenant, await Engine.ViewAsync(Tenant, "attention", 10, null, Soon), Soon);
            foreach (var one in page.Rows)
            {
                var row = await Engine.ShowAsync(Tenant, "attention", await Engine.ViewRowAsync(Tenant, "attention", one.Key, Soon), Soon);
                row.Data.ToArray().ShouldBe(one.Data.ToArray());
            }
            return [.. page.Rows.Select(row => JsonSerializer.Deserialize<AttentionAnswer>(row.Data.Span, ViewJson.Options)!)];
        }
    }

    [Fact]
    public async Task A_moment_of_knowledge_is_a_moment_too()
    {
        await StoreAsync(Event(Ann, new CallReceived()));
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddHours(3)));
        var then = Time.Now;
        Time.Advance(TimeSpan.FromHours(4));
        (await ContextAsync(Engine, new ContextQuery(KnownAt: then))).Version.ShouldBe(1);
        (await ContextAsync(Engine, new ContextQuery(AsOf: then.AddHours(3), KnownAt: then))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_position_that_was_asked_for_is_reached_by_the_answers_own()
    {
        await StoreAsync(Event(Ann, new CallReceived()));
        var other = await StoreAsync(Event("crm:bob", new CallReceived()));
        (await ContextAsync(Engine)).Position.ShouldBe(other.Position!.Value - 1, "nobody asked for more");
        foreach (var query in (ContextQuery[])[new(MinPosition: other.Position), new(AsOf: Time.Now, MinPosition: other.Position)])
            (await ContextAsync(Engine, query)).Position.ShouldBeGreaterThanOrEqualTo(other.Position.Value);
        for (var i = 0; i < 2; i++)
        {
            var receipt = await Engine.DecideAsync(Tenant, "contact-suppression", new DecisionRequest(Ann, MinPosition: other.Position), Soon);
            receipt.Position.ShouldBeGreaterThanOrEqualTo(other.Position.Value);
            (await Engine.ExplainAsync(Tenant, receipt.DecisionId, Soon)).Same.ShouldBeTrue();
            (await Engine.DecisionAsync(Tenant, receipt.DecisionId, Soon)).Position.ShouldBe(receipt.Position);
        }
    }

    private Task<CustomerContext> ContextAsync(JourneyEngine engine, ContextQuery? query = null) =>
        engine.ContextAsync(Tenant, Ref(Ann), query ?? new ContextQuery(), Soon);

    private async Task<DecisionReceipt> DecideAsync(string outcome)
    {
        var receipt = await Engine.DecideAsync(Tenant, "contact-suppression", new DecisionRequest(Ann), Soon);
        receipt.Outcome.ShouldBe(outcome);
        return receipt;
    }
}
