using System.Net;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Storage;
using JourneyStore.Http.Access;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Store.Tests.Http;

public class AccessTests
{
    public static TheoryData<string, string> GuardedRoutes => new()
    {
        { "POST", "/v1/events" },
        { "GET", "/v1/customers/a" },
        { "GET", "/v1/customers/a/timeline" },
        { "GET", "/v1/customers/a/signals" },
        { "GET", "/v1/customers/a/context" },
        { "GET", "/v1/customers/a/export" },
        { "DELETE", "/v1/customers/a" },
        { "GET", "/v1/erasures" },
        { "GET", "/v1/views" },
        { "GET", "/v1/views/profile" },
        { "GET", "/v1/views/profile/a" },
        { "POST", "/v1/decisions/routing" },
        { "GET", "/v1/decisions/a" },
        { "GET", "/v1/decisions/a/explain" },
        { "GET", "/v1/conflicts" },
        { "POST", "/v1/customers/a/merge" },
        { "GET", "/v1/held" },
        { "POST", "/v1/held/retry" },
        { "GET", "/v1/parked" },
        { "GET", "/v1/parked/skipped" },
        { "POST", "/v1/parked/retry" },
        { "POST", "/v1/parked/skip" },
        { "GET", "/v1/status" },
    };

    [Theory]
    [MemberData(nameof(GuardedRoutes))]
    public async Task Every_route_under_v1_needs_a_key_of_its_scope(string method, string path)
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await response.ShouldBeProblem(HttpStatusCode.Unauthorized, "no-key");
        response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");

        await host.LetInAsync(Scopes.None);
        var problem = await (await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "scope-missing");
        problem.GetProperty("scope").GetString().ShouldBeOneOf("ingest", "read", "decide", "admin");
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer a b")]
    public async Task A_key_that_is_not_ours_is_401(string authorization)
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        var response = await host.Client.GetAsync("/v1/status");
        await response.ShouldBeProblem(HttpStatusCode.Unauthorized, "bad-key");
        response.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task A_revoked_key_is_401()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        (await host.Engine.Keys.RevokeAsync(await host.LetInAsync(Scopes.All), CancellationToken.None)).ShouldBeTrue();
        await (await host.Client.GetAsync("/v1/views")).ShouldBeProblem(HttpStatusCode.Unauthorized, "bad-key");
    }

    [Fact]
    public async Task A_key_with_the_scope_is_let_in()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        await host.LetInAsync(Scopes.Read);
        (await host.Client.GetAsync("/v1/views")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_keys_only_the_names_of_this_machine_are_answered()
    {
        await using var host = await HttpHost.StartAsync(dev: true);
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/views") { Headers = { Host = "evil.example.com" } };
        await (await host.Client.SendAsync(request)).ShouldBeProblem(HttpStatusCode.Forbidden, "loopback-only");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    public void Loopback_addresses_are_here(string address, bool here) => LoopbackGate.IsHere(IPAddress.Parse(address)).ShouldBe(here);

    [Theory]
    [InlineData("localhost:5080", true)]
    [InlineData("demo.localhost", true)]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("192.168.1.5", false)]
    [InlineData("localhost.example.com", false)]
    public void Own_names_are_loopback_names(string host, bool own) => LoopbackGate.IsOwnName(new HostString(host)).ShouldBe(own);
}
