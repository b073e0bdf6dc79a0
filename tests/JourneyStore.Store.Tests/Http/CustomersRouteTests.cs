using System.Text.Json;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Http.Answers;

using JourneyStore.Engine.Intake;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Http;

public class CustomersRouteTests
{
    [Fact]
    public async Task The_context_has_its_fields_in_order_and_its_times_in_UTC()
    {
        await using var host = await HttpHost.StartAsync();
        var stored = await KnownAsync(host);
        var context = await (await host.Client.GetAsync("/v1/customers/crm:a%2Cb/context")).Json();
        context.EnumerateObject().Select(m => m.Name).ShouldBe(
            ["customer", "identifiers", "account", "profile", "views", "signals", "openCases", "promises", "position", "asOf", "unsettledSince"]);
        context.GetProperty("unsettledSince").ValueKind.ShouldBe(JsonValueKind.Null);
        context.GetProperty("identifiers").EnumerateArray().Select(i => i.GetString()).ShouldBe(["crm:a%2Cb", "email:ann@example.org"]);
        context.GetProperty("openCases").ValueKind.ShouldBe(JsonValueKind.Array);
        context.GetProperty("promises").ValueKind.ShouldBe(JsonValueKind.Array);
        context.GetProperty("position").GetInt64().ShouldBe(stored.Position!.Value);
        context.GetProperty("asOf").GetString()!.ShouldEndWith("Z");
        context.GetProperty("signals").EnumerateArray().ShouldAllBe(s => s.GetProperty("contributions").ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public async Task A_customer_has_id_identifiers_account_and_profile()
    {
        await using var host = await HttpHost.StartAsync();
        var stored = await KnownAsync(host);
        var customer = await (await host.Client.GetAsync($"/v1/customers/{stored.Customer}")).Json();
        customer.GetProperty("id").GetString().ShouldBe(stored.Customer);
        customer.GetProperty("profile").GetProperty("customer").GetString().ShouldBe(stored.Customer);
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

    private static async Task<AppendResult> KnownAsync(HttpHost host)
    {
        Identifier.TryParseList("crm:a%2Cb,email:ann@example.org", out var customer, out _).ShouldBeTrue();
        var call = new EventCandidate { Source = "urn:test", Id = "1", Type = "call.received", Customer = customer };
        return (await host.Engine.AppendAsync(new AppendRequest(Tenants.Default, [call]), CancellationToken.None)).Results.ShouldHaveSingleItem();
    }
}
