using System.Text.Json;
using JourneyStore.Cli.Demo;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Signals;

namespace JourneyStore.Store.Tests.Cli;

public sealed class StoryTests
{
    private static readonly DateTimeOffset End = StoryTime.End;
    private static readonly Tale Told = Tale.Tell(7);
    private static readonly EventCatalog Catalogue = EventCatalog.Discover(typeof(JourneyEvent).Assembly);

    [Fact]
    public void The_same_seed_tells_the_same_story_byte_for_byte()
    {
        var again = Tale.Tell(7);

        CloudEventsBatch.Write(again.Introductions).Span.SequenceEqual(CloudEventsBatch.Write(Told.Introductions).Span).ShouldBeTrue();
        CloudEventsBatch.Write(again.Happenings).Span.SequenceEqual(CloudEventsBatch.Write(Told.Happenings).Span).ShouldBeTrue();
    }

    [Fact]
    public void Another_seed_tells_another_story_but_Hanna_s_part_stays()
    {
        var other = Tale.Tell(8);

        Hannas(other).Select(one => (one.Type, one.At)).ShouldBe(Hannas(Told).Select(one => (one.Type, one.At)));
        other.Happenings.Select(one => one.At).SequenceEqual(Told.Happenings.Select(one => one.At)).ShouldBeFalse();
    }

    [Fact]
    public void A_story_is_of_the_promised_size_in_order_and_over_at_the_end_of_the_day_before()
    {
        Told.Count.ShouldBeInRange(40_000, 60_000);
        Told.Introductions.Count.ShouldBe(People.Count);
        Told.Happenings.Zip(Told.Happenings.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
        Told.Happenings.ShouldAllBe(one => one.At < End && one.At >= End.AddDays(-Calendar.Days));
    }

    [Fact]
    public void Every_event_has_an_identity_of_its_own_and_customers_that_read()
    {
        var all = Told.Introductions.Concat(Told.Happenings).ToList();

        all.Select(one => (one.Source, one.Id)).Distinct().Count().ShouldBe(all.Count);
        foreach (var one in all) Identifier.TryParseList(one.Customer, out _, out var problem).ShouldBeTrue(problem);
        Told.People.All.Select(who => who.Email).Distinct().Count().ShouldBe(People.Count);
    }

    [Fact]
    public void Every_event_of_a_catalogued_type_has_its_shape_and_only_two_types_are_unknown()
    {
        var unknown = new HashSet<string>();
        foreach (var one in Told.Introductions.Concat(Told.Happenings))
        {
            Catalogue.TryRead(one.Type, 1, DataOf(one), out var body, out var problem).ShouldBeTrue($"{one.Type} {one.Id}: {problem}");
            if (body is null) unknown.Add(one.Type);
        }
        unknown.ShouldBe(["invoice.issued", "credit-note.issued"], ignoreOrder: true);
    }

    [Fact]
    public void Three_tickets_in_a_hundred_miss_their_service_level()
    {
        var tickets = Told.Happenings.Where(one => one.Type == "ticket.opened").Select(one => one.CaseId).ToHashSet();
        var late = Told.Happenings.Count(one => one.Type == "sla.breached" && tickets.Contains(one.CaseId));

        (100.0 * late / tickets.Count).ShouldBeInRange(2, 4);
    }

    [Fact]
    public void Nothing_that_happens_to_Hanna_is_late_by_anybodys_rule()
    {
        var hers = Hannas(Told);

        hers.ShouldNotContain(one => one.Type == "sla.breached");
        hers.Count(one => one.Type == "ticket.opened").ShouldBe(4);
        foreach (var opened in hers.Where(one => one.Type == "ticket.opened"))
        {
            var due = Body<TicketOpened>(opened).DueAt!.Value;
            hers.Single(one => one.Type == "ticket.resolved" && one.CaseId == opened.CaseId).At.ShouldBeLessThan(due);
            hers.ShouldContain(one => one.Type == "ticket.closed" && one.CaseId == opened.CaseId);
        }
    }

    [Fact]
    public void It_all_adds_up_to_critical_for_Hanna_and_to_calm_for_the_ordinary_customer()
    {
        FrictionOf(Told.People.Hanna).Label.ShouldBe("critical");
        FrictionOf(Told.People.Ordinary).Label.ShouldBe("calm");
    }

    [Fact]
    public void Few_of_the_others_are_worse_off_than_Hanna()
    {
        var hers = FrictionOf(Told.People.Hanna).Value;
        var byCustomer = Told.Introductions.Concat(Told.Happenings).ToLookup(one => NumberOf(one.Customer));

        Told.People.Others.Count(who => FrictionOf(who, byCustomer).Value > hers).ShouldBeLessThan(25);
    }

    private static List<StoryEvent> Hannas(Tale tale) => [.. tale.Happenings.Where(one => NumberOf(one.Customer) == tale.People.Hanna.Number)];

    // Every identifier of a customer, by any system's name for them.
    private static readonly Dictionary<string, int> Numbers =
        Told.People.All.SelectMany(who => who.All.Split(',').Select(name => (name, who.Number))).ToDictionary(pair => pair.name, pair => pair.Number);

    private static int NumberOf(string customer) => Numbers.GetValueOrDefault(customer.Split(',')[0]);

    private static SignalValue FrictionOf(Person who, ILookup<int, StoryEvent>? byCustomer = null)
    {
        byCustomer ??= Told.Introductions.Concat(Told.Happenings).ToLookup(one => NumberOf(one.Customer));
        var signal = new Friction();
        var state = signal.Start();
        var position = 0L;
        foreach (var one in byCustomer[who.Number].OrderBy(one => one.At))
        {
            Catalogue.TryRead(one.Type, 1, DataOf(one), out var body, out _);
            state = signal.Apply(state, Stored(one, who, body, ++position));
        }
        return signal.Read(state, StoryTime.Now);
    }

    private static JourneyEvent Stored(StoryEvent one, Person who, IEventBody? body, long position) => new()
    {
        Position = position,
        Version = position,
        Tenant = "t",
        Customer = who.Crm,
        Source = one.Source,
        Id = one.Id,
        Type = one.Type,
        OccurredAt = one.At,
        RecordedAt = one.At,
        Process = one.Process,
        CaseId = one.CaseId,
        Body = body,
    };

    private static T Body<T>(StoryEvent one) => JsonSerializer.Deserialize<T>(DataOf(one), JsonSerializerOptions.Web)!;

    private static byte[] DataOf(StoryEvent one) => JsonSerializer.SerializeToUtf8Bytes(one.Data, JsonSerializerOptions.Web);
}
