using System.Collections.Concurrent;
using JasperFx.Events;
using JasperFx.Events.Tags;
using JourneyStore.Engine;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using Marten;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Marten's tags and its boundaries of consistency, beside the intake.</summary>
public sealed class TagsTests : StoreTest
{
    private const string Ann = "crm:ann";
    private static readonly EventTagQuery OfCase = new EventTagQuery().Or<CaseTag>(CaseTag.Of("incident", "C-1"));

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { Tags = true }));
    }

    [Fact]
    public async Task Marten_finds_by_customer_and_by_case_what_the_intake_stored()
    {
        await AppendAsync(Event(Ann, new TicketOpened(), id: "one", @case: "C-1"), Event(Ann, id: "two"), Event("crm:bob", new TicketClosed(), id: "three", @case: "C-1"));
        var ann = (await Engine.ContextAsync(Tenant, Ref(Ann), new(), Soon)).Customer;
        await using var session = Engine.Documents.LightweightSession(Tenant);
        (await session.Events.QueryByTagsAsync(new EventTagQuery().Or<CustomerTag>(new CustomerTag(ann)), Soon)).Select(IdOf)
            .ShouldBe(["one", "two", "case.moved"], ignoreOrder: true);
        (await session.Events.QueryByTagsAsync(OfCase, Soon)).Select(IdOf).ShouldBe(["one", "three"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_boundary_does_not_save_when_the_intake_has_appended_a_matching_event_meanwhile()
    {
        await StoreAsync(Event(Ann, new TicketOpened(), id: "one", @case: "C-1"));
        await using var session = Engine.Documents.LightweightSession(Tenant);
        var boundary = await session.Events.FetchForWritingByTags<Seen>(OfCase, Soon);
        await StoreAsync(Event(Ann, new TicketEscalated(), id: "two", @case: "C-1"));
        boundary.AppendOne(Tagged(session, boundary.Events.Count));
        await Should.ThrowAsync<DcbConcurrencyException>(() => session.SaveChangesAsync(Soon));
    }

    [Fact]
    public async Task Many_boundaries_beside_many_callers_of_the_intake_save_only_when_they_have_seen_all_that_was_stored_by_then()
    {
        const int Each = 40;
        var received = new ConcurrentDictionary<string, bool>();
        var callers = Enumerable.Range(0, 4).Select(async caller =>
        {
            for (var n = 0; n < Each; n++)
            {
                await StoreAsync(Event($"crm:{caller}", new TicketEscalated(), id: $"{caller}-{n}", @case: "C-1"));
                received[$"{caller}-{n}"] = true;
            }
        });
        var (saved, missed) = (0, new ConcurrentBag<string>());
        var boundaries = Enumerable.Range(0, 2).Select(async _ =>
        {
            for (var n = 0; n < Each / 4; n++)
                while (!await TrySaveAsync()) Soon.ThrowIfCancellationRequested();
        });
        await Task.WhenAll([.. callers, .. boundaries]);
        saved.ShouldBe(2 * (Each / 4));
        missed.ShouldBeEmpty();

        async Task<bool> TrySaveAsync()
        {
            await using var session = Engine.Documents.LightweightSession(Tenant);
            var boundary = await session.Events.FetchForWritingByTags<Seen>(OfCase, Soon);
            boundary.AppendOne(Tagged(session, boundary.Events.Count));
            // What was acknowledged before it saves, it has seen, or it does not save.
            string[] acknowledged = [.. received.Keys];
            try
            {
                await session.SaveChangesAsync(Soon);
            }
            catch (DcbConcurrencyException)
            {
                return false;
            }
            Interlocked.Increment(ref saved);
            foreach (var id in acknowledged.Except(boundary.Events.Select(IdOf))) missed.Add(id!);
            return true;
        }
    }

    private static IEvent Tagged(IDocumentSession session, int events)
    {
        var counted = session.Events.BuildEvent(new Counted(events));
        counted.WithTag(CaseTag.Of("incident", "C-1"));
        return counted;
    }

    private static string? IdOf(IEvent e) => e.EventTypeName is "case.moved" ? "case.moved" : e.GetHeader("id")?.ToString();
}

/// <summary>How many events of the case an application had seen when it decided.</summary>
public sealed record Counted(int Events);

/// <summary>What a boundary folds.</summary>
public sealed class Seen
{
    public string Id { get; set; } = "";

    public int Events { get; set; }

    public void Apply(TicketEscalated _) => Events++;

    public void Apply(Counted _) => Events++;
}
