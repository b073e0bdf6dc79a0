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

    [Theory]
    [InlineData("email:Ann.Lee@Example.ORG", "email:ann.lee@example.org", "email:ANN.LEE@EXAMPLE.ORG")]
    [InlineData("phone:+49 (0)171 / 123-45 67", "phone:00491711234567", "phone:tel%3A+49-171-1234567")]
    [InlineData("crm:7", "crm: 7\u3000", "crm:%C2%A07%E2%80%8B")]
    [InlineData("email:ann@example.org", "email:\u202aann@example.org\u202c", "email:%20Ann@example.org%09")]
    public async Task However_an_identifier_is_written_it_names_one_customer_for_events_and_for_whoever_asks(string first, string second,
        string third)
    {
        var ann = await StoreAsync(Event(first));
        (await StoreAsync(Event(second))).Customer.ShouldBe(ann.Customer);
        (await StoreAsync(Event($"anonymous:x,{third},{first}"))).Customer.ShouldBe(ann.Customer);
        (await StoreAsync(Event("anonymous:x"))).Customer.ShouldBe(ann.Customer);
        foreach (var written in (string[])[first, second, third])
        {
            var context = await Engine.ContextAsync(Tenant, Ref(written), new ContextQuery(), Soon);
            (context.Customer, context.Version).ShouldBe((ann.Customer!, 4), written);
            context.Identifiers.Count.ShouldBe(2, "one of them is anonymous");
            (await Engine.TimelineAsync(Tenant, Ref(written), new TimelineQuery(), Soon)).Entries.Count.ShouldBe(4);
            (await StreamAsync(written)).Count.ShouldBe(4);
            (await Engine.ViewRowAsync(Tenant, "profile", written, Soon)).Key.ShouldBe(ann.Customer);
            (await Engine.TailAsync(Tenant, Ref(written), 0, Soon).TakeWhileInclusive(_ => false).ToListAsync())[0].Customer.ShouldBe(ann.Customer);
        }
    }

    [Fact]
    public async Task Two_spellings_of_a_name_in_one_batch_make_one_customer()
    {
        var receipt = await AppendAsync(Event("email:ANN@example.org"), Event("email:ann@example.org,email:Ann@Example.org"), Event("phone:+49171 1234567"), Event("phone:0049 171 1234567"));
        receipt.Results.Select(result => result.Customer).Distinct().Count().ShouldBe(2);
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
