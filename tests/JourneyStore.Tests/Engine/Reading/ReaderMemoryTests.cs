using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Tests.Engine.Reading;

public sealed class ReaderMemoryTests
{
    private const string Tenant = "acme";

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly CustomerKey Ann = new(Tenant, "ann");
    private static readonly CustomerRef Card = new(new Identifier("card", "1"));
    private static readonly CustomerRef OwnId = new(new Identifier(Identifier.OwnType, "ann"));
    private static readonly CustomerMark Mark = new("ann", new StreamPlace(3, Noon), 7);
    private static readonly StreamPlace Next = new(5, Noon.AddSeconds(1));

    private readonly ReaderMemory memory = new(1_000_000);

    [Fact]
    public void What_was_read_by_one_name_is_known_by_our_id_too()
    {
        var known = Put();
        memory.Find(Tenant, Card).ShouldBe(known);
        memory.Find(Tenant, OwnId).ShouldBe(known);
        memory.Find("elsewhere", OwnId).ShouldBeNull();
        memory.Find(Tenant, new CustomerRef(new Identifier("card", "2"))).ShouldBeNull();
    }

    [Fact]
    public void It_goes_on_with_a_commit_that_went_on_from_what_it_holds()
    {
        var before = Put();
        Follow(Mark.Stream);
        var after = memory.Find(Tenant, Card).ShouldNotBeNull();
        after.Mark.ShouldBe(Mark with { Stream = Next });
        (after.Version, after.Position).ShouldBe((5, 40));
        after.Identifiers.ShouldBeSameAs(before.Identifiers);
        after.Views.Value.Signals.ShouldBe("read: row");
        before.Views.Value.Signals.ShouldBe("before", "answers that were given share it");
    }

    [Fact]
    public void What_did_not_stand_where_the_commit_went_on_from_is_left_as_it_is()
    {
        Put();
        Follow(new StreamPlace(4, Noon));
        Follow(Mark.Stream with { At = Noon.AddTicks(10) });
        Follow(Mark.Stream, switches: 8);
        Follow(Mark.Stream, renamed: true);
        memory.Find(Tenant, Card)!.Mark.ShouldBe(Mark);
    }

    [Fact]
    public void Nobody_is_remembered_because_of_a_commit_alone()
    {
        Follow(default);
        memory.Find(Tenant, OwnId).ShouldBeNull();
    }

    private KnownCustomer Put()
    {
        var known = new KnownCustomer(Mark, 3, 30, [Card.Identifier], new Lazy<KnownViews>(new KnownViews(new Dictionary<string, object>(), "before")));
        memory.Put(Tenant, Card, known, 100);
        return known;
    }

    private void Follow(StreamPlace from, long switches = 7, bool renamed = false) => memory.Follow(
        new CommittedFolds(
            [new CustomerFold(Ann, new CustomerState(Next, null, []) { Bytes = 100 }, [], from, Next, 40, ["row"u8.ToArray()])],
            renamed ? new HashSet<CustomerKey> { Ann } : new HashSet<CustomerKey>(), switches),
        rows => new KnownViews(new Dictionary<string, object>(), $"read: {System.Text.Encoding.UTF8.GetString(rows[0])}"));
}
