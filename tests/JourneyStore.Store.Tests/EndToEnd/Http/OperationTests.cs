using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class OperationTests(DevStore store) : IClassFixture<DevStore>
{
    [Fact]
    public async Task Health_says_live_and_ready()
    {
        (await store.Client.GetJsonAsync("/health/live")).Text("status").ShouldBe("live");
        (await store.Client.GetJsonAsync("/health/ready")).Text("status").ShouldBe("ready");
    }

    [Fact]
    public async Task Status_tells_positions_lag_and_what_is_held()
    {
        var position = (await store.Client.AppendAsync(new CloudEvent("s-1", "page.viewed", "crm:status"), new CloudEvent("s-2", "page.viewed"))).Number("position");
        await store.Client.ReachedAsync("attention", position);

        var status = await store.Client.GetJsonAsync("/v1/status");

        status.ShouldHaveMembers("position", "events", "customers", "held", "unsettled", "waitingEvents", "projections", "databaseBytes",
            "databaseVersion", "parked", "reactions", "conflicts", "shadows");
        status.Number("position").ShouldBeGreaterThanOrEqualTo(position);
        status.Number("held").ShouldBe(1);
        status.Number("customers").ShouldBe(1);
        var webhook = status.List("reactions").ShouldHaveSingleItem();
        webhook.ShouldHaveMembers("name", "active", "waiting", "dead", "reason");
        (webhook.Text("name"), webhook.GetProperty("active").GetBoolean(), webhook.Number("waiting")).ShouldBe(("webhook", false, 0), "no address is set");
        foreach (var projection in status.List("projections"))
        {
            projection.ShouldHaveMembers("name", "version", "freshness", "position", "lagEvents", "rows", "state", "problem", "parked");
            projection.Text("state").ShouldBeOneOf("current", "catching-up");
        }
    }

    [Fact]
    public async Task The_OpenAPI_document_has_every_promised_route()
    {
        var paths = (await store.Client.GetJsonAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        foreach (var promised in new[]
                 {
                     "/v1/events", "/v1/customers/{ref}", "/v1/customers/{ref}/timeline", "/v1/customers/{ref}/signals", "/v1/customers/{ref}/context", "/v1/views",
                     "/v1/views/{name}", "/v1/views/{name}/{key}", "/v1/decisions/{policy}", "/v1/decisions/{id}", "/v1/decisions/{id}/explain", "/v1/held",
                     "/v1/held/retry", "/v1/parked", "/v1/parked/retry", "/v1/parked/skip", "/v1/parked/skipped",
                     "/v1/undelivered", "/v1/undelivered/retry", "/v1/undelivered/discard", "/v1/status", "/health/live", "/health/ready",
                 })
            paths.ShouldContain(promised);
    }

    [Fact]
    public async Task What_has_no_route_is_a_problem_too()
    {
        await store.Client.GetAsync("/v2/events").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-route");
        await store.Client.DeleteAsync("/v1/events").ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }
}
