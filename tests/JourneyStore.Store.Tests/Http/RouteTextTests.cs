using System.Net;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Http;

public class RouteTextTests
{
    [Theory]
    [InlineData("email:ann@example.org", "email", "ann@example.org")]
    [InlineData("email:ann%40example.org", "email", "ann@example.org")]
    [InlineData("email%3Aann%40example.org", "email", "ann@example.org")]
    [InlineData("crm:a%2Cb", "crm", "a,b")]
    [InlineData("crm:a%252Cb", "crm", "a,b")]
    [InlineData("crm:100%25", "crm", "100%")]
    [InlineData("crm:100%2525", "crm", "100%")]
    [InlineData("crm:a%2Fb", "crm", "a/b")]
    [InlineData("crm:%C3%A9", "crm", "é")]
    public async Task A_customer_in_a_path_is_understood_escaped_once_or_twice(string written, string type, string value)
    {
        await using var host = await HttpHost.StartAsync();
        var customer = await StoreAsync(host, new Identifier(type, value));
        (await (await host.Client.GetAsync("/v1/customers/" + written)).Json()).GetProperty("id").GetString().ShouldBe(customer);
        (await (await host.Client.GetAsync("/v1/customers/" + customer)).Json()).GetProperty("id").GetString().ShouldBe(customer);
        (await (await host.Client.GetAsync("/v1/views/profile/" + written)).Json()).GetProperty("key").GetString().ShouldBe(customer);
    }

    [Theory]
    [InlineData("email:Ann@Example.org")]
    [InlineData("email:%20ann@example.org%E3%80%80")]
    [InlineData("%E2%80%8Bemail:ANN@EXAMPLE.ORG")]
    public async Task A_customer_is_found_however_the_identifier_is_spelled(string written)
    {
        await using var host = await HttpHost.StartAsync();
        var customer = await StoreAsync(host, new Identifier("email", "ann@example.org"));
        await host.Engine.WaitForProjectionsAsync((await host.Engine.StatusAsync(default)).Position, default);
        foreach (var route in (string[])["", "/timeline", "/signals", "/context"])
            (await host.Client.GetAsync($"/v1/customers/{written}{route}")).StatusCode.ShouldBe(HttpStatusCode.OK, route);
        foreach (var view in (string[])["profile", "attention", "signals"])
            (await (await host.Client.GetAsync($"/v1/views/{view}/{written}")).Json()).GetProperty("key").GetString().ShouldBe(customer, view);
        var question = $$"""{"customer":"{{Uri.UnescapeDataString(written)}}"}""";
        (await (await host.PostAsync("/v1/decisions/contact-suppression", "application/json", question)).Json()).GetProperty("customer").GetString().ShouldBe(customer);
        await (await host.Client.GetAsync("/v1/views/profile/email:bob@example.org")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-row");
        await (await host.Client.GetAsync("/v1/views/processes/email:ann@example.org")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-row");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("inc%252Fident", "inc/ident")]
    [InlineData("a%25253Fb%23c", "a%3Fb#c")]
    public async Task A_key_of_a_row_is_decoded_once_slashes_and_all(string written, string process)
    {
        await using var host = await HttpHost.StartAsync();
        await StoreAsync(host, new Identifier("crm", "1"), process);
        await host.Engine.WaitForProjectionsAsync((await host.Engine.StatusAsync(default)).Position, default);
        var row = await host.Client.GetAsync("/v1/views/processes/" + written);
        row.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await row.Json()).GetProperty("data").GetProperty("process").GetString().ShouldBe(process);
        await (await host.Client.GetAsync("/v1/views/processes/" + written + "?x=/y")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
    }

    private static async Task<string> StoreAsync(HttpHost host, Identifier identifier, string? process = null)
    {
        var call = new EventCandidate
        {
            Source = "urn:test", Id = "1", Type = "call.received", Customer = [identifier], Process = process, CaseId = process is null ? null : "1",
        };
        return (await host.Engine.AppendAsync(new AppendRequest(Tenants.Default, [call]), default)).Results[0].Customer!;
    }
}
