using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Which names name whom, by the rules of their types.</summary>
public sealed class IdentityRulesTests : StoreTest
{
    [Fact]
    public async Task What_names_nobody_binds_nobody_and_is_held_until_a_case_or_another_rule_says_whose_it_is()
    {
        var unknown = (await AppendAsync(Event("crm:UNKNOWN,email:noreply@shop.example", id: "u"))).Results[0];
        (unknown.Status, unknown.Code, unknown.Customer).ShouldBe((AppendStatus.Held, "blocked-identifier", null));
        unknown.Reason.ShouldBe("crm:UNKNOWN, email:noreply@shop.example name nobody by the rules of identifiers");
        (await AppendAsync(Event("crm:UNKNOWN,email:noreply@shop.example", id: "u"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);

        // Beside a good one it is kept in the event and leads nowhere.
        var ann = await StoreAsync(Event("crm:unknown,email:ann@example.org", id: "mixed", @case: "C1"));
        (ann.Code, ann.Reason).ShouldBe((null, null));
        (await StoreAsync(Event("crm:Unknown,email:bob@example.org"))).Customer.ShouldNotBe(ann.Customer);
        var stored = (await StreamAsync("email:ann@example.org")).ShouldHaveSingleItem();
        stored.Identifiers.ShouldBe([new Identifier("crm", "unknown"), new Identifier("email", "ann@example.org")]);
        (await ContextAsync("email:ann@example.org")).Identifiers.ShouldBe([new Identifier("email", "ann@example.org")]);

        // With a case it goes where a nameless one goes.
        (await StoreAsync(Event("crm:unknown", @case: "C1"))).Customer.ShouldBe(ann.Customer);
        var waiting = (await AppendAsync(Event("crm:n/a", id: "w", @case: "C2"))).Results[0];
        (waiting.Code, waiting.Reason).ShouldBe(
            ("blocked-identifier", "crm:n/a names nobody by the rules of identifiers, and no customer is known yet for case C2 of incident"));
        await StoreAsync(Event("email:ann@example.org", @case: "C2"));
        (await StreamAsync("email:ann@example.org")).Select(one => one.Id).ShouldContain("w");

        foreach (var blocked in (string[])["crm:unknown", "crm:00", "email:noreply@shop.example"])
        {
            (await Should.ThrowAsync<NotFoundException>(() => ContextAsync(blocked))).Code.ShouldBe("unknown-customer");
            await Should.ThrowAsync<NotFoundException>(() => Engine.StreamAsync(Tenant, Ref(blocked), 1, forwards: true, 1, Soon));
            await Should.ThrowAsync<NotFoundException>(() => Engine.ViewRowAsync(Tenant, "profile", blocked, Soon));
        }

        var held = (await Engine.HeldAsync(Tenant, 10, null, Soon)).Events.ShouldHaveSingleItem();
        (held.Candidate.Id, held.Code, held.Reason).ShouldBe(("u", "blocked-identifier", unknown.Reason!));
        (await Engine.RetryHeldAsync(Tenant, Soon)).ShouldBe(new HeldRetry(1, 0, 1));
        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { Identity = IdentityRules.Read("""{ "crm": { "allowed": ["unknown"] } }""") }));
        (await Engine.RetryHeldAsync(Tenant, Soon)).ShouldBe(new HeldRetry(1, 1, 0));
        var bound = (await StreamAsync("crm:UNKNOWN")).ShouldHaveSingleItem();
        bound.Identifiers.ShouldBe([new Identifier("crm", "UNKNOWN"), new Identifier("email", "noreply@shop.example")]);
        (await ContextAsync("crm:UNKNOWN")).Identifiers.ShouldBe([new Identifier("crm", "UNKNOWN")]);
        (await Engine.VerifyAsync(null, null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task The_name_of_the_highest_priority_tells_whose_an_event_is_wherever_it_stands()
    {
        var bob = await StoreAsync(Event("crm:7"));
        // Nobody has two crm ids, so nobody is joined.
        var ann = await StoreAsync(Event("email:ann@example.org,crm:8"));
        var visitor = await StoreAsync(Event("anonymous:x,crm:9"));
        (await StoreAsync(Event("anonymous:x,email:ann@example.org,crm:7"))).Customer.ShouldBe(bob.Customer);
        (await StoreAsync(Event("anonymous:x,login:y,email:ann@example.org"))).Customer.ShouldBe(ann.Customer);
        (await StoreAsync(Event($"crm:7,id:{visitor.Customer}"))).Customer.ShouldBe(visitor.Customer, "our own id goes before all");
    }

    [Fact]
    public async Task A_name_is_one_however_its_letters_and_numbers_are_typed_and_a_region_completes_numbers()
    {
        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { Identity = IdentityRules.Default.InRegion("DE") }));
        var ann = await StoreAsync(Event("phone:0171 1234567,email:Jose\u0301@example.org"));
        foreach (var same in (string[])["phone:+491711234567", "phone:0049 (0)171-123 45 67", "email:jos\u00e9@example.org"])
        {
            (await StoreAsync(Event(same))).Customer.ShouldBe(ann.Customer, same);
            (await ContextAsync(same)).Customer.ShouldBe(ann.Customer, same);
        }
        (await ContextAsync("phone:0171/1234567")).Identifiers.Select(name => name.ToString()).ShouldBe(["email:jos\u00e9@example.org", "phone:+491711234567"]);
        (await StreamAsync("phone:01711234567"))[0].Identifiers[0].Value.ShouldBe("0171 1234567", "an event keeps its names as they came");
    }

    private Task<CustomerContext> ContextAsync(string name) => Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
}
