using System.Text.Json;

namespace JourneyStore.Store.Tests.Http;

public class OpenApiTests
{
    [Fact]
    public async Task The_document_has_every_route_with_its_scope_answers_and_problems()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        var document = await (await host.Client.GetAsync("/openapi/v1.json")).Json();
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString().ShouldBe("bearer");
        var paths = document.GetProperty("paths");
        paths.EnumerateObject().Select(p => p.Name).Order().ShouldBe(
        [
            "/health/live", "/health/ready", "/v1/conflicts", "/v1/customers/{ref}", "/v1/customers/{ref}/context", "/v1/customers/{ref}/export",
            "/v1/customers/{ref}/merge",             "/v1/customers/{ref}/signals", "/v1/customers/{ref}/split",
            "/v1/customers/{ref}/timeline", "/v1/decisions/{id}", "/v1/decisions/{id}/explain", "/v1/decisions/{policy}", "/v1/erasures", "/v1/events", "/v1/held",
            "/v1/held/retry", "/v1/parked", "/v1/parked/retry", "/v1/parked/skip", "/v1/parked/skipped", "/v1/policies", "/v1/status",
            "/v1/undelivered", "/v1/undelivered/discard", "/v1/undelivered/retry", "/v1/views", "/v1/views/{name}", "/v1/views/{name}/{key}",
        ]);
        foreach (var path in paths.EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject().Where(o => path.Name.StartsWith("/v1") && o.Name != "options"))
            {
                var name = $"{operation.Name} {path.Name}";
                operation.Value.GetProperty("security")[0].GetProperty("key")[0].GetString().ShouldBeOneOf(["ingest", "read", "decide", "admin"], name);
                var responses = operation.Value.GetProperty("responses");
                responses.GetProperty("200").GetProperty("content").TryGetProperty("application/json", out _).ShouldBeTrue(name);
                foreach (var status in new[] { "401", "403", "500" })
                    responses.GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue($"{name} {status}");
                foreach (var part in path.Name.Split('/').Where(p => p.StartsWith('{')))
                    Names(operation.Value).ShouldContain(part.Trim('{', '}'), name);
            }
        Names(paths.GetProperty("/v1/customers/{ref}/context").GetProperty("get")).ShouldBe(["ref", "asOf", "knownAt", "minPosition", "waitMs"]);
        paths.GetProperty("/v1/events").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .TryGetProperty("application/cloudevents-batch+json", out _).ShouldBeTrue();
    }

    private static IEnumerable<string> Names(JsonElement operation) =>
        operation.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!);
}
