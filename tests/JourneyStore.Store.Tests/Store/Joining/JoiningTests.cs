using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Views;
using Npgsql;

namespace JourneyStore.Store.Tests.Store.Joining;

/// <summary>Customers who turn out to be one are one from then on, with everything that ever happened to either.</summary>
public sealed class JoiningTests : StoreTest
{
    [Fact]
    public async Task Two_customers_of_one_event_are_one_and_the_one_who_was_there_first_goes_on()
    {
        var visitor = (await StoreAsync(Event("anonymous:x", id: "visit", at: Time.Now.AddHours(-5)))).Customer!;
        var buyer = (await StoreAsync(Event("email:ann@x.org", new CallReceived(), id: "call", at: Time.Now.AddHours(-6)))).Customer!;
        var login = await StoreAsync(Event("email:ann@x.org,anonymous:x", id: "login", at: Time.Now.AddHours(-4)));
        (login.Customer, login.Code).ShouldBe((visitor, null));
        (await StoreAsync(Event("email:ann@x.org", id: "later", at: Time.Now.AddHours(-3)))).Customer.ShouldBe(visitor);
        foreach (var name in (string[])["anonymous:x", "email:ann@x.org", visitor, buyer])
        {
            var context = await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
            (context.Customer, context.Identifiers.Count, context.Unsettled).ShouldBe((visitor, 2, null), name);
            ((CustomerProfile)context.Views["profile"]).Events.ShouldBe(4, name);
            var timeline = await Engine.TimelineAsync(Tenant, Ref(name), new TimelineQuery(), Soon);
            timeline.Customer.ShouldBe(visitor);
            timeline.Entries.Where(e => e.Type != CustomersMerged.Type).Select(e => e.Id).ShouldBe(["later", "login", "visit", "call"]);
            (await Engine.ViewRowAsync(Tenant, "profile", name, Soon)).Key.ShouldBe(visitor);
        }
        var merged = (CustomersMerged)(await StreamAsync("anonymous:x")).Single(e => e.Type == CustomersMerged.Type).Body!;
        (merged.From, merged.Into, merged.Through).ShouldBe((buyer, visitor, "anonymous:x"));
        (await Engine.StatusAsync(Soon)).Customers.ShouldBe(1);
        await Engine.SettleAsync(Soon);
        (await Engine.ViewAsync(Tenant, "attention", 10, null, Soon)).Rows.Select(row => row.Key).ShouldBe([visitor]);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task Everybody_who_remembers_them_as_two_learns_of_it()
    {
        var other = await SecondEngineAsync();
        foreach (var engine in new[] { Engine, other }) await AppendToAsync(engine, Event("email:a@x.org"), Event("phone:1"));
        await AppendToAsync(other, Event("email:a@x.org"), Event("phone:1"));
        foreach (var name in (string[])["email:a@x.org", "phone:1"]) await other.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
        var one = (await StoreAsync(Event("phone:1,email:a@x.org"))).Customer;
        var after = await AppendToAsync(other, Event("email:a@x.org"), Event("phone:1"));
        after.Results.Select(result => result.Customer).ShouldBe([one, one]);
        (await AppendAsync(Event("phone:1"), Event("email:a@x.org"))).Results.Select(result => result.Customer).ShouldBe([one, one]);
        foreach (var name in (string[])["email:a@x.org", "phone:1"])
            ((CustomerProfile)(await other.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon)).Views["profile"]).Events.ShouldBe(11);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task Names_that_nobody_has_two_of_keep_customers_apart_and_the_conflict_is_seen()
    {
        var ann = (await StoreAsync(Event("crm:1,email:family@x.org"))).Customer;
        var bob = (await StoreAsync(Event("crm:2"))).Customer;
        var both = await StoreAsync(Event("email:family@x.org,crm:2"));
        (both.Customer, both.Code).ShouldBe((bob, "identity-conflict"), "crm tells whose it is, in whatever order they are named");
        (await StoreAsync(Event("email:family@x.org"))).Customer.ShouldBe(ann);
        var third = await StoreAsync(Event("email:family@x.org,crm:3"));
        third.Customer.ShouldNotBe(ann, "whoever has another crm id is somebody else");
        third.Code.ShouldBe("identity-conflict");
        (await StoreAsync(Event("crm:3"))).Customer.ShouldBe(third.Customer);
    }

    [Fact]
    public async Task What_was_decided_or_known_before_is_answered_with_the_customers_of_then()
    {
        var ann = (await StoreAsync(Event("email:ann@x.org", new CallReceived()))).Customer!;
        var visitor = (await StoreAsync(Event("anonymous:x", new CallReceived()))).Customer!;
        var decision = await Engine.DecideAsync(Tenant, "contact-suppression", new DecisionRequest("anonymous:x", null), Soon);
        var then = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        await StoreAsync(Event("anonymous:x,email:ann@x.org"));
        var known = await Engine.ContextAsync(Tenant, Ref("anonymous:x"), new ContextQuery(KnownAt: then), Soon);
        (known.Customer, ((CustomerProfile)known.Views["profile"]).Events).ShouldBe((visitor, 2), "the call and the decision");
        (await Engine.ContextAsync(Tenant, Ref(ann), new ContextQuery(KnownAt: then), Soon)).Version.ShouldBe(1);
        (await Engine.ContextAsync(Tenant, Ref("anonymous:x"), new ContextQuery(KnownAt: Time.Now), Soon)).Customer.ShouldBe(ann);
        (await Engine.ExplainAsync(Tenant, decision.DecisionId, Soon)).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task A_case_that_seemed_to_move_between_them_has_not_and_its_nameless_events_find_their_customer()
    {
        await StoreAsync(Event("email:ann@x.org", new TicketOpened(), at: Time.Now.AddHours(-5), @case: "T1"));
        await StoreAsync(Event("phone:1", new TicketAssigned { Assignee = "Dora" }, at: Time.Now.AddHours(-4), @case: "T1"));
        (await AppendAsync(Event(null, new TicketReassigned(), at: Time.Now.AddHours(-3), @case: "T1"))).Results[0].Status.ShouldBe(AppendStatus.Held);
        await StoreAsync(Event("phone:1,email:ann@x.org", at: Time.Now.AddHours(-2)));
        await EventuallyAsync(async () => (await Engine.HeldAsync(Tenant, 10, null, Soon)).Events.Count == 0, "the nameless event is bound");
        var profile = (CustomerProfile)(await Engine.ContextAsync(Tenant, Ref("phone:1"), new ContextQuery(), Soon)).Views["profile"];
        (profile.Cases.OpenCount, profile.Events).ShouldBe((1, 4));
        (await Engine.TimelineAsync(Tenant, Ref("phone:1"), new TimelineQuery(), Soon)).Entries.ShouldNotContain(e => e.Type == "case.moved");
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_request_in_which_it_turns_out_and_a_rebuild_and_an_import_of_it_come_to_the_same()
    {
        await GoOnWithAsync(await SecondEngineAsync(new JourneyStore.Engine.EngineOptions { HoldProjections = true }));
        (await Engine.TryBeginLoadAsync(Soon)).ShouldBeTrue();
        await AppendAsync(Event("anonymous:l"), Event("email:l@x.org"), Event("anonymous:l,email:l@x.org"));
        await AppendAsync(Event("phone:7,email:l@x.org"), Event("anonymous:l"));
        Engine.BeginProjections();
        var receipt = await AppendAsync(
            Event("anonymous:x"), Event("email:ann@x.org"), Event("phone:1"), Event("phone:1,email:ann@x.org"), Event("anonymous:x,phone:1"), Event("email:ann@x.org"));
        receipt.Results.Select(result => result.Customer).Distinct().Count().ShouldBe(3);
        receipt.Results[^1].Customer.ShouldBe(receipt.Results[0].Customer);
        await Engine.SettleAsync(Soon);
        foreach (var name in (string[])["anonymous:x", "anonymous:l"])
            ((CustomerProfile)(await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon)).Views["profile"]).Events.ShouldBe(name == "anonymous:x" ? 6 : 5);
        await Engine.ShouldVerifyAsync(Soon);
        foreach (var view in Engine.Views) await Engine.RebuildAsync(view.Name, shadow: false, null, Soon);
        await Engine.ShouldVerifyAsync(Soon);
        await Engine.ShouldEqualTheModelAsync(Tenant, JoinedLog.Known(await JoinedLog.ReadAsync(Engine, Tenant, Soon)));
    }

    [Fact]
    public async Task A_program_that_only_knows_Marten_sees_that_the_stream_is_closed_and_all_events_as_they_were()
    {
        await StoreAsync(Event("email:ann@x.org"));
        var bob = (await StoreAsync(Event("phone:1"))).Customer!;
        await StoreAsync(Event("phone:1,email:ann@x.org"));
        await using var session = Engine.Documents.QuerySession(Tenant);
        (await session.Events.FetchStreamStateAsync(bob, Soon))!.IsArchived.ShouldBeTrue();
        (await session.Events.FetchStreamAsync(bob, token: Soon)).ShouldHaveSingleItem().IsArchived.ShouldBeFalse();
        await using var connection = await Harness.ConnectAsync();
        await using var members = new NpgsqlCommand("select customer_id from js_members where stream_id = $1", connection) { Parameters = { new() { Value = bob } } };
        (await members.ExecuteScalarAsync(Soon)).ShouldNotBeNull();
    }
}
