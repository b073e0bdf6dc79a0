using System.Text.Json;
using JasperFx.Events;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Views;
using Marten;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A program that knows only Marten reads everything that the store keeps: nothing of ours is asked here but Marten's own store.</summary>
public sealed class MartenOnlyTests : StoreTest
{
    private const string Ann = "email:ann@example.org";

    [Fact]
    public async Task It_reads_a_stream_with_types_versions_and_times()
    {
        var at = Time.Now.AddHours(-3);
        var first = await StoreAsync(Event(Ann, new TicketOpened { Subject = "No network" }, at: at, @case: "T-1"));
        await StoreAsync(Event(Ann, new TicketEscalated { Reason = "asked" }));
        await using var session = Engine.Documents.QuerySession(Tenant);
        var stream = await session.Events.FetchStreamAsync(first.Customer!, token: Soon);
        stream.Select(e => (e.EventTypeName, e.Version, e.Sequence > 0)).ShouldBe([("ticket.opened", 1, true), ("ticket.escalated", 2, true)]);
        stream[0].Data.ShouldBeOfType<TicketOpened>().Subject.ShouldBe("No network");
        stream[0].Timestamp.ShouldBe(Time.Now, "recorded, not occurred");
        stream[0].GetHeader("source")!.ToString().ShouldBe("urn:contract");
        stream[0].TenantId.ShouldBe(Tenant);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""["a",1,null]""")]
    [InlineData("\"text\"")]
    [InlineData("""{"deep":{"x":[1.50,-2]},"Tier":"a","tier":"b"}""")]
    public async Task It_reads_events_of_types_outside_the_catalogue_as_they_came(string json)
    {
        var stored = await StoreAsync(Event(Ann, type: "rocket.launched") with { Data = System.Text.Encoding.UTF8.GetBytes(json) });
        await using var session = Engine.Documents.QuerySession(Tenant);
        var found = (await session.Events.FetchStreamAsync(stored.Customer!, token: Soon)).ShouldHaveSingleItem();
        found.GetHeader("type")!.ToString().ShouldBe("rocket.launched");
        JsonElement.DeepEquals(found.Data.ShouldBeOfType<FreeEvent>().Data, JsonDocument.Parse(json).RootElement).ShouldBeTrue();
    }

    [Fact]
    public async Task It_reads_data_of_an_older_version_upcast_to_the_newest()
    {
        var old = Event(Ann, type: "survey.answered") with { SchemaVersion = 1, Data = """{"score":4}"""u8.ToArray() };
        var stored = await StoreAsync(old);
        await StoreAsync(Event(Ann, new SurveyAnswered { Score = 5 }) with { SchemaVersion = 2 });
        await using var session = Engine.Documents.QuerySession(Tenant);
        (await session.Events.FetchStreamAsync(stored.Customer!, token: Soon)).Select(e => e.Data.ShouldBeOfType<SurveyAnswered>().Score)
            .ShouldBe([4, 5]);
    }

    [Fact]
    public async Task It_queries_every_view_with_linq()
    {
        for (var i = 0; i < 3; i++) await StoreAsync(Event(Ann, new TicketEscalated { Reason = "again" }, @case: "T-1"));
        await StoreAsync(Event("crm:bob", new TicketOpened(), @case: "T-2"));
        await Engine.SettleAsync(Soon);
        await using var session = Engine.Documents.QuerySession(Tenant);
        var ann = (await session.Query<CustomerProfile>().Where(profile => profile.CaseRecord.Escalations == 3).ToListAsync(Soon))
            .ShouldHaveSingleItem();
        (await session.LoadAsync<CustomerProfile>(ann.Customer, Soon))!.Events.ShouldBe(3);
        (await session.Query<CustomerSignals>().Where(row => row.Signals.Any(signal => signal.Name == "friction" && signal.Label == "strained")).ToListAsync(Soon))
            .ShouldHaveSingleItem().Customer.ShouldBe(ann.Customer);
        (await session.Query<AttentionRow>().OrderByDescending(row => row.Score).FirstAsync(Soon)).Customer.ShouldBe(ann.Customer);
        (await session.Query<StepRow>().Where(row => row.Step == "ticket.escalated").SingleAsync(Soon)).Count.ShouldBe(3);
        (await session.Query<ProcessRow>().SingleAsync(Soon)).Cases.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_that_it_appends_itself_is_in_the_timeline_at_the_moment_it_was_recorded()
    {
        var stored = await StoreAsync(Event(Ann, new TicketOpened(), @case: "T-1"));
        await using (var session = Engine.Documents.LightweightSession(Tenant))
        {
            session.Events.Append(stored.Customer!, new TicketResolved());
            await session.SaveChangesAsync(Soon);
        }
        var timeline = await Engine.TimelineAsync(Tenant, Ref(Ann), new JourneyStore.Engine.Reading.TimelineQuery(), Soon);
        timeline.Entries.Select(e => e.Type).ShouldContain("ticket.resolved");
        timeline.Entries.Single(e => e.Type == "ticket.resolved").Body.ShouldBeOfType<TicketResolved>();
    }
}
