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
