using System.Text.Json;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Http.Answers;

namespace JourneyStore.Tests.Http;

public class CustomersRouteTests
{
    [Fact]
    public async Task The_context_has_its_fields_in_order_and_its_times_in_UTC()
    {
        await using var host = await HttpHost.StartAsync();
        Known(host);
        var context = await (await host.Client.GetAsync("/v1/customers/crm:1/context")).Json();
        context.EnumerateObject().Select(m => m.Name).ShouldBe(
            ["customer", "identifiers", "account", "profile", "signals", "openCases", "promises", "position", "asOf"]);
        context.GetProperty("identifiers").EnumerateArray().Select(i => i.GetString()).ShouldBe(["crm:a%2Cb", "email:ann@example.org"]);
        context.GetProperty("openCases").ValueKind.ShouldBe(JsonValueKind.Array);
        context.GetProperty("promises").ValueKind.ShouldBe(JsonValueKind.Array);
        context.GetProperty("position").GetInt64().ShouldBe(7);
        context.GetProperty("asOf").GetString()!.ShouldEndWith("Z");
        context.GetProperty("signals").EnumerateArray().ShouldAllBe(s => s.GetProperty("contributions").ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public async Task A_customer_has_id_identifiers_account_and_profile()
    {
        await using var host = await HttpHost.StartAsync();
        Known(host);
        var customer = await (await host.Client.GetAsync("/v1/customers/c-1")).Json();
        customer.GetProperty("id").GetString().ShouldBe("c-1");
        customer.GetProperty("profile").GetProperty("customer").GetString().ShouldBe("c-1");
        customer.GetProperty("account").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void What_lies_inside_a_profile_is_found_by_its_names()
    {
        var json = """{"a":{"open":[0]},"cases":{"ended":["open"],"open":[{"x":1}]},"promises":5}"""u8.ToArray();
        ProfileJson.Find(json, "cases", "open").ToArray().ShouldBe("""[{"x":1}]"""u8.ToArray());
        ProfileJson.Find(json, "promises", "open").IsEmpty.ShouldBeTrue();
        ProfileJson.Find(json, "none").IsEmpty.ShouldBeTrue();
        ProfileJson.Find(default, "cases").IsEmpty.ShouldBeTrue();
    }

    private static void Known(HttpHost host)
    {
        host.Script.Answer<StoredCustomer?>(nameof(Database.ReadCustomerAsync), arguments => new StoredCustomer(
            new CustomerMark("c-1", new StreamPlace(3, default), 0),
            new CustomerDetails(7, ["crm:a%2Cb", "email:ann@example.org"], new LoadedView?[((IReadOnlyList<string>)arguments[2]!).Count])));
        // Rows that are not there are folded for the answer, here from nothing.
        host.Script.Answer<IReadOnlyList<StoredEvent>>(nameof(Database.ReadHistoryAsync), _ => []);
    }
}
