using System.Net;
using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class KeyTests
{
    [Fact]
    public async Task Without_a_key_and_without_dev_it_refuses_to_start_and_says_how_to_make_one()
    {
        await using var database = await FreshDatabase.CreateAsync();

        var run = await JourneyProcess.RunAsync(database.ConnectionString, "serve", "--urls", "http://127.0.0.1:0");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("no-keys");
        run.Error.ShouldContain("journey keys create");
    }

    [Fact]
    public async Task Keys_open_their_scopes_and_their_tenant_until_they_are_revoked()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var north = await Create(database, "ingest,read", "north");
        var south = await Create(database, "ingest,read,decide,admin", "south");
        await using var service = await JourneyService.StartAsync(database.ConnectionString);
        using var asNorth = service.With(north.Secret);
        using var asSouth = service.With(south.Secret);

        await service.Client.GetAsync("/v1/views").ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "no-key");
        using (var stranger = service.With("js_000000000000_" + new string('0', 40)))
            await stranger.GetAsync("/v1/views").ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "bad-key");
        await asNorth.GetAsync("/v1/status").ShouldBeProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
        await asNorth.PostTextAsync("/v1/decisions/ticket-routing", "application/json", """{"customer":"crm:1"}""").ShouldBeProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
        (await service.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var inNorth = (await asNorth.AppendAsync(new CloudEvent("1", "page.viewed", "crm:1"))).List("results").Single();
        await asSouth.GetAsync("/v1/customers/crm:1").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-customer");
        await asSouth.GetAsync($"/v1/customers/{inNorth.Text("customer")}").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-customer");
        var inSouth = (await asSouth.AppendAsync(new CloudEvent("1", "page.viewed", "crm:1"))).List("results").Single();
        inSouth.Text("status").ShouldBe("stored", "the same source and id in another tenant is another event");
        inSouth.Text("customer").ShouldNotBe(inNorth.Text("customer"));
        (await asSouth.GetJsonAsync("/v1/views/profile")).List("rows").ShouldHaveSingleItem().Text("key").ShouldBe(inSouth.Text("customer"));
        await asSouth.GetAsync($"/v1/views/profile/{inNorth.Text("customer")}").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-row");

        (await JourneyProcess.RunAsync(database.ConnectionString, "keys", "revoke", north.Id)).ShouldBeDone();
        await Eventually.Async(async () => (await asNorth.GetAsync("/v1/views")).StatusCode == HttpStatusCode.Unauthorized);
        (await asSouth.GetAsync("/v1/views")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<(string Id, string Secret)> Create(FreshDatabase database, string scopes, string tenant)
    {
        var run = await JourneyProcess.RunAsync(database.ConnectionString, "keys", "create", "--name", tenant, "--scopes", scopes, "--tenant", tenant, "--json");
        var made = JsonDocument.Parse(run.ShouldBeDone().Out).RootElement;
        return (made.Text("id")!, made.Text("key")!);
    }
}
