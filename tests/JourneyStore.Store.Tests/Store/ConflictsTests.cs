using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Events.Identity;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store;

/// <summary>An identifier that is named with another customer's is noted, and stays to be seen.</summary>
public sealed class ConflictsTests : StoreTest
{
    [Fact]
    public async Task An_identifier_named_with_another_customer_is_listed_with_both_and_counted()
    {
        var ann = (await StoreAsync(Event("crm:1,email:ann@x.org"))).Customer!;
        var bob = (await StoreAsync(Event("crm:2"))).Customer!;
        await StoreAsync(Event("crm:2,email:ann@x.org", id: "first"));
        var last = await AppendAsync(Event("crm:2,email:ann@x.org"), Event("crm:2,email:ann@x.org", id: "last"));
        var conflict = (await PageAsync()).Conflicts.ShouldHaveSingleItem();
        (conflict.Identifier, conflict.BelongsTo, conflict.Customer).ShouldBe(("email:ann@x.org", ann, bob));
        (conflict.Times, conflict.LastEventId, conflict.LastPosition).ShouldBe((3, "last", last.Results[1].Position!.Value));
        (await Engine.StatusAsync(Soon)).Conflicts.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_noted_as_well_when_everybody_is_known_already_and_from_two_servers()
    {
        await StoreAsync(Event("crm:1"));
        await StoreAsync(Event("crm:2"));
        var other = await SecondEngineAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AppendToAsync(i % 2 == 0 ? Engine : other, Event("crm:1,crm:2"), Event("crm:2,crm:1"))));
        var page = await PageAsync();
        page.Conflicts.Select(one => (one.Identifier, one.Times)).ShouldBe([("crm:2", 20), ("crm:1", 20)], ignoreOrder: true);
    }

    [Fact]
    public async Task They_come_page_by_page_and_each_tenant_sees_its_own()
    {
        for (var i = 0; i < 5; i++) await AppendAsync(Event($"crm:{i}"), Event($"email:{i}@x.org,crm:1{i}"), Event($"crm:{i},email:{i}@x.org"));
        var first = await PageAsync(limit: 3);
        first.Conflicts.Select(one => one.Identifier).ShouldBe(["email:0@x.org", "email:1@x.org", "email:2@x.org"]);
        (await PageAsync(limit: 3, after: first.Next))
            .ShouldSatisfyAllConditions(page => page.Conflicts.Count.ShouldBe(2), page => page.Next.ShouldBeNull());
        (await Engine.Conflicts.PageAsync("other", 3, null, Soon)).Conflicts.ShouldBeEmpty();
        await Should.ThrowAsync<BadParameterException>(() => PageAsync(limit: 1_001));
    }

    [Fact]
    public async Task An_operator_joins_those_whom_the_rules_keep_apart_and_the_conflict_is_no_more()
    {
        var ann = (await StoreAsync(Event("crm:1,email:ann@x.org"))).Customer!;
        var bob = (await StoreAsync(Event("crm:2"))).Customer!;
        await StoreAsync(Event("crm:2,email:ann@x.org"));
        var seen = await Engine.MergeAsync(Tenant, Ref("crm:2"), Ref("email:ann@x.org"), "Dora", "one person", dryRun: true, Soon);
        (seen.Customer, seen.Joined, seen.DryRun, seen.Events, seen.Position).ShouldBe((ann, bob, true, 2, null));
        seen.Identifiers.ShouldBe(["crm:2"]);
        seen.Views.ShouldContain("profile");
        (await Engine.ContextAsync(Tenant, Ref("crm:2"), new ContextQuery(), Soon)).Customer.ShouldBe(bob, "nothing is changed");
        var done = await Engine.MergeAsync(Tenant, Ref("crm:2"), Ref("email:ann@x.org"), "Dora", "one person", dryRun: false, Soon);
        (done with { DryRun = true, Position = null }).ShouldBeEquivalentTo(seen);
        (await Engine.ContextAsync(Tenant, Ref("crm:2"), new ContextQuery(), Soon)).Customer.ShouldBe(ann);
        var merged = (CustomersMerged)(await StreamAsync("crm:1")).Single(e => e.Type == CustomersMerged.Type).Body!;
        (merged.From, merged.By, merged.Why).ShouldBe((bob, "Dora", "one person"));
        (await PageAsync()).Conflicts.ShouldBeEmpty();
        (await Engine.StatusAsync(Soon)).Conflicts.ShouldBe(0);
        (await Should.ThrowAsync<StoreException>(() => Engine.MergeAsync(Tenant, Ref("crm:2"), Ref(bob), "Dora", null, dryRun: true, Soon))).Code.ShouldBe("one-customer");
        (await StoreAsync(Event("crm:1,crm:2"))).Code.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_that_is_not_stored_notes_nothing()
    {
        var event1 = Event("crm:1,crm:2");
        await StoreAsync(Event("crm:1"));
        await StoreAsync(Event("crm:2"));
        await StoreAsync(event1);
        await AppendAsync(event1);
        (await PageAsync()).Conflicts.ShouldHaveSingleItem().Times.ShouldBe(1);
    }

    private Task<JourneyStore.Engine.Identity.ConflictPage> PageAsync(int limit = 100, long? after = null) =>
        Engine.Conflicts.PageAsync(Tenant, limit, after, Soon);
}
