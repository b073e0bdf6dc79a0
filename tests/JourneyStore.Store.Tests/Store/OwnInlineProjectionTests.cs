using JasperFx.Events;
using JasperFx.Events.Projections;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using Marten;
using Marten.Events.Aggregation;
using Marten.Schema;

namespace JourneyStore.Store.Tests.Store;

/// <summary>An application's ordinary inline projection of Marten runs with every append of the intake, and is right whoever appends at the same
/// time.</summary>
public sealed class OwnInlineProjectionTests : StoreTest
{
    private static readonly EngineOptions WithProjection = new()
    {
        Marten = options =>
        {
            options.Schema.For<TicketCount>().MultiTenanted();
            options.Projections.Add(new TicketCountProjection(), ProjectionLifecycle.Inline);
        },
    };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await GoOnWithAsync(await SecondEngineAsync(WithProjection));
    }

    [Fact]
    public async Task It_is_current_when_the_receipt_is_sent()
    {
        var stored = await StoreAsync(Event("crm:1", new TicketOpened(), @case: "T1"));
        var count = (await CountAsync(stored.Customer!)).ShouldNotBeNull();
        (count.Opened, count.All, count.LastPosition, count.LastVersion).ShouldBe((1, 1, stored.Position!.Value, 1));
        await StoreAsync(Event("crm:1", type: "anything.else"));
        (await CountAsync(stored.Customer!))!.All.ShouldBe(2);
    }

    [Fact]
    public async Task It_sees_an_event_as_it_is_read_back()
    {
        var stored = await StoreAsync(Event("crm:1", id: "the-one", type: "anything.else"));
        await using var session = Engine.Documents.QuerySession(Tenant);
        var read = (await session.Events.FetchStreamAsync(stored.Customer!, token: Soon)).ShouldHaveSingleItem();
        var count = (await CountAsync(stored.Customer!)).ShouldNotBeNull();
        (count.LastId, count.LastType, count.LastHeader, count.LastRecorded)
            .ShouldBe((read.Id, read.EventTypeName, read.GetHeader("id")?.ToString(), read.Timestamp));
    }

    [Fact]
    public async Task It_counts_every_event_of_64_callers_on_40_streams_from_two_servers()
    {
        JourneyEngine[] engines = [Engine, await SecondEngineAsync(WithProjection)];
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async caller =>
        {
            for (var i = 0; i < 20; i++)
                (await AppendToAsync(engines[caller % 2], Event($"crm:{(caller * 7 + i * 13) % 40}", new TicketOpened(), @case: $"T{caller}-{i}")))
                    .Results.ShouldHaveSingleItem().Status.ShouldBe(AppendStatus.Stored);
        }));
        await using var session = Engine.Documents.QuerySession(Tenant);
        var counts = await session.Query<TicketCount>().ToListAsync(Soon);
        counts.Count.ShouldBe(40);
        counts.Sum(count => count.Opened).ShouldBe(64 * 20);
        foreach (var count in counts)
        {
            var stream = await session.Events.FetchStreamAsync(count.Id, token: Soon);
            (count.All, count.LastVersion, count.LastPosition).ShouldBe((stream.Count, stream[^1].Version, stream[^1].Sequence));
        }
    }

    [Fact]
    public async Task What_it_cannot_take_is_refused_and_nothing_is_stored()
    {
        await StoreAsync(Event("crm:1"));
        await Should.ThrowAsync<Engine.Errors.StoreException>(() => AppendAsync(Event("crm:1", type: "bad.event"), Event("crm:1")));
        (await StreamAsync("crm:1")).Count.ShouldBe(1);
        await StoreAsync(Event("crm:1"));
    }

    private async Task<TicketCount?> CountAsync(string customer)
    {
        await using var session = Engine.Documents.QuerySession(Tenant);
        return await session.LoadAsync<TicketCount>(customer, Soon);
    }
}

[DocumentAlias("ticketcount")]
public sealed class TicketCount
{
    public string Id { get; set; } = "";
    public int Opened { get; set; }
    public int All { get; set; }
    public long LastPosition { get; set; }
    public long LastVersion { get; set; }
    public Guid LastId { get; set; }
    public string? LastType { get; set; }
    public string? LastHeader { get; set; }
    public DateTimeOffset LastRecorded { get; set; }
}

public sealed class TicketCountProjection : SingleStreamProjection<TicketCount, string>
{
    public override TicketCount? Evolve(TicketCount? snapshot, string id, IEvent e)
    {
        if (e.GetHeader("type")?.ToString() == "bad.event") throw new InvalidOperationException("This projection does not take it.");
        var count = snapshot ?? new TicketCount { Id = id };
        if (e.Data is TicketOpened) count.Opened++;
        count.All++;
        (count.LastPosition, count.LastVersion, count.LastId, count.LastType, count.LastHeader, count.LastRecorded) =
            (e.Sequence, e.Version, e.Id, e.EventTypeName, e.GetHeader("id")?.ToString(), e.Timestamp);
        return count;
    }
}
