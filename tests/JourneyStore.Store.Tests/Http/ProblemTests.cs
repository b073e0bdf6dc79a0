using System.Net;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Store.Tests.Http;

public class ProblemTests
{
    [Fact]
    public async Task An_unknown_route_is_404_and_a_wrong_method_405()
    {
        await using var host = await HttpHost.StartAsync();
        await (await host.Client.GetAsync("/v2/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-route");
        var response = await host.Client.DeleteAsync("/v1/status");
        await response.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        response.Content.Headers.Allow.ShouldContain("GET");
    }

    [Fact]
    public async Task Our_own_mistake_is_500_with_a_trace_id_and_without_its_text()
    {
        await using var host = await HttpHost.StartAsync();
        await host.ExecuteAsync("alter table js_views rename to the_inner_secret");
        var response = await host.Client.GetAsync("/v1/status");
        await host.ExecuteAsync("alter table the_inner_secret rename to js_views");
        var problem = await response.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal");
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        problem.GetRawText().ShouldNotContain("js_views");
    }

    [Fact]
    public async Task A_database_that_is_away_is_503_with_a_time_to_wait()
    {
        await using var host = await HttpHost.StartAsync();
        await host.LoseDatabaseAsync();
        var response = await host.Client.GetAsync("/v1/status");
        await response.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "database-away");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_the_store_cannot_do_is_not_blamed_on_the_caller()
    {
        await using var host = await HttpHost.StartAsync();
        await host.Engine.DisposeAsync();
        var order = """{"specversion":"1.0","id":"1","source":"/s","type":"t","customer":"crm:1"}""";
        await (await host.PostAsync("/v1/events", "application/cloudevents+json", order)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "stopping");
    }

    [Theory]
    [InlineData("/v1/customers/a/timeline?limit=0", "limit")]
    [InlineData("/v1/customers/a/timeline?limit=1001", "limit")]
    [InlineData("/v1/customers/a/timeline?limit=many", "limit")]
    [InlineData("/v1/customers/a/timeline?limit=1&limit=2", "limit")]
    [InlineData("/v1/customers/a/timeline?from=yesterday", "from")]
    [InlineData("/v1/customers/a/timeline?to=2025-13-01", "to")]
    [InlineData("/v1/customers/a/context?asOf=now", "asOf")]
    [InlineData("/v1/customers/a/context?minPosition=-1", "minPosition")]
    [InlineData("/v1/customers/a/context?waitMs=30001", "waitMs")]
    [InlineData("/v1/customers/a/signals?asOf=x", "asOf")]
    [InlineData("/v1/customers/Email:x", "ref")]
    [InlineData("/v1/views/profile?limit=x", "limit")]
    [InlineData("/v1/conflicts?after=x", "after")]
    [InlineData("/v1/held?after=x", "after")]
    public async Task A_bad_parameter_is_named(string path, string parameter)
    {
        await using var host = await HttpHost.StartAsync();
        var problem = await (await host.Client.GetAsync(path)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        problem.GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    [Theory]
    [InlineData("", "bad-json", null)]
    [InlineData("[]", "not-an-object", null)]
    [InlineData("{}", "bad-parameter", "customer")]
    [InlineData("""{"customer":5}""", "bad-parameter", "customer")]
    [InlineData("""{"customer":"Email:x"}""", "bad-parameter", "customer")]
    [InlineData("""{"customer":"a","facts":[]}""", "bad-parameter", "facts")]
    [InlineData("""{"customer":"a","minPosition":1.5}""", "bad-parameter", "minPosition")]
    [InlineData("""{"customer":"a","facts":{"x":"\u0000"}}""", "data-nul", null)]
    [InlineData("""{"customr":"a"}""", "bad-parameter", "customr")]
    public async Task A_bad_question_is_400_and_says_where(string body, string code, string? parameter)
    {
        await using var host = await HttpHost.StartAsync();
        var problem = await (await host.PostAsync("/v1/decisions/any", "application/json", body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        if (parameter is not null) problem.GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    [Theory]
    [InlineData("""{"customer":"a","facts":{"priority":"urgent"}}""", "facts.priority")]
    [InlineData("""{"customer":"a","facts":{"prioritty":1}}""", "facts.prioritty")]
    public async Task A_fact_that_the_policy_does_not_know_or_cannot_read_is_400(string body, string parameter)
    {
        await using var host = await HttpHost.StartAsync();
        var problem = await (await host.PostAsync("/v1/decisions/ticket-routing", "application/json", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-fact");
        problem.GetProperty("parameter").GetString().ShouldBe(parameter);
        var policies = await (await host.Client.GetAsync("/v1/policies")).Json();
        policies.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("name").GetString()).ShouldContain("ticket-routing");
    }

    [Fact]
    public async Task A_question_is_JSON_and_not_large()
    {
        await using var host = await HttpHost.StartAsync();
        await (await host.PostAsync("/v1/decisions/any", "text/xml", "<a/>")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await (await host.PostAsync("/v1/decisions/any", "application/json", new string(' ', 300_000)))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task Unknown_things_are_404_with_their_own_codes()
    {
        await using var host = await HttpHost.StartAsync();
        await (await host.Client.GetAsync("/v1/customers/crm:1")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-customer");
        await (await host.Client.GetAsync("/v1/customers/crm:1/context")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-customer");
        await (await host.Client.GetAsync("/v1/customers/crm:1/timeline")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-customer");
        await (await host.Client.GetAsync("/v1/views/no-such-view")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-view");
        await (await host.PostAsync("/v1/decisions/no-such-policy", "application/json", """{"customer":"crm:1"}""")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-policy");
    }
}
