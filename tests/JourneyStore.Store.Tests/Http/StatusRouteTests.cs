using System.Net.Http.Headers;
using JourneyStore.Engine.Access;

namespace JourneyStore.Store.Tests.Http;

/// <summary>What <c>GET /v1/status</c> tells a key is its tenant's.</summary>
public sealed class StatusRouteTests
{
    private const string Type = "application/cloudevents+json";

    [Fact]
    public async Task A_key_sees_the_numbers_of_its_tenant_and_of_nobody_else()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        foreach (var (tenant, sent) in new[] { ("north", 3), ("south", 1) })
        {
            await LetInAsync(host, tenant);
            for (var i = 0; i < sent; i++)
                (await host.PostAsync("/v1/events", Type, $$"""{"specversion":"1.0","id":"e{{i}}","source":"urn:t","type":"page.viewed","customer":"crm:c{{i}}"}""")).EnsureSuccessStatusCode();
        }
        foreach (var (tenant, sent) in new[] { ("north", 3), ("south", 1), ("west", 0) })
        {
            await LetInAsync(host, tenant);
            var status = await (await host.Client.GetAsync("/v1/status")).Json();
            (status.GetProperty("events").GetInt64(), status.GetProperty("customers").GetInt64()).ShouldBe((sent, sent), tenant);
            status.GetProperty("projections").EnumerateArray().Single(view => view.GetProperty("name").GetString() == "profile").GetProperty("rows").GetInt64().ShouldBe(sent, tenant);
        }
    }

    private static async Task LetInAsync(HttpHost host, string tenant)
    {
        var made = await host.Engine.Keys.CreateAsync("the test", Scopes.All, tenant, default);
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Secret);
    }
}
