using System.Net;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Store.Tests.Http;

public class HealthRouteTests
{
    [Fact]
    public async Task Live_is_open_and_says_nothing_of_the_database()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        await host.LoseDatabaseAsync();
        (await host.Client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_follows_the_database()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        (await host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.ExecuteAsync("alter table js_views rename to js_views_gone");
        await (await host.Client.GetAsync("/health/ready")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        await host.ExecuteAsync("alter table js_views_gone rename to js_views");
        await host.LoseDatabaseAsync();
        await (await host.Client.GetAsync("/health/ready")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
    }
}
