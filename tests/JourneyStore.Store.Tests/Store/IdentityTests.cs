using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Identifiers that arrive together belong together.</summary>
public sealed class IdentityTests : StoreTest
{
    [Fact]
    public async Task Identifiers_that_arrive_together_name_one_customer()
    {
        var first = await StoreAsync(Event("email:ann@example.org,crm:7"));
        (await StoreAsync(Event("crm:7"))).Customer.ShouldBe(first.Customer);
        (await StoreAsync(Event("phone:123,email:ann@example.org"))).Customer.ShouldBe(first.Customer);
        (await StoreAsync(Event("phone:123"))).Customer.ShouldBe(first.Customer);
        (await StoreAsync(Event($"id:{first.Customer},anonymous:x"))).Customer.ShouldBe(first.Customer);
        (await StoreAsync(Event("anonymous:x"))).Customer.ShouldBe(first.Customer);
        var context = await Engine.ContextAsync(Tenant, Ref("anonymous:x"), new ContextQuery(), Soon);
        context.Version.ShouldBe(6);
        context.Identifiers.Select(i => i.ToString()).ShouldBe(["anonymous:x", "crm:7", "email:ann@example.org", "phone:123"]);
    }

    [Fact]
    public async Task Identifiers_that_never_met_name_two_customers()
    {
        var receipt = await AppendAsync(Event("email:ann@example.org"), Event("crm:7"), Event("Crm-x:7".ToLowerInvariant()));
        receipt.Results.Select(r => r.Customer).ShouldBeUnique();
    }

    [Fact]
    public async Task An_event_that_names_two_customers_goes_to_the_first_with_a_remark()
    {
        var ann = await StoreAsync(Event("email:ann@example.org"));
        var bob = await StoreAsync(Event("email:bob@example.org"));
        var both = await StoreAsync(Event("email:bob@example.org,email:ann@example.org,crm:9"));
        both.Customer.ShouldBe(bob.Customer);
        both.Code.ShouldBe("identity-conflict");
        both.Reason!.ShouldContain("email:ann@example.org");
        (await StoreAsync(Event("email:ann@example.org"))).Customer.ShouldBe(ann.Customer, "nobody is merged");
        (await StoreAsync(Event("crm:9"))).Customer.ShouldBe(bob.Customer);
    }

    [Fact]
    public async Task An_id_that_the_store_never_gave_is_rejected()
    {
        var result = (await AppendAsync(Event("id:0198aaaa-0000-7000-8000-000000000000"))).Results[0];
        (result.Status, result.Code).ShouldBe((AppendStatus.Rejected, "unknown-customer"));
    }

    [Fact]
    public async Task One_new_customer_that_many_processes_meet_at_once_is_one_customer()
    {
        var other = await SecondEngineAsync();
        for (var round = 0; round < 8; round++)
        {
            var name = $"crm:{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(caller =>
                AppendToAsync(caller % 2 == 0 ? Engine : other, Event(caller % 3 == 0 ? $"phone:{round}-{caller},{name}" : name))));
            answers.Select(answer => answer.Results[0].Customer).Distinct().Count().ShouldBe(1);
        }
    }
}
