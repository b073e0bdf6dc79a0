using System.Net;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Tests.Http;

public class HealthRouteTests
{
    [Fact]
    public async Task Live_is_open_and_says_nothing_of_the_database()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        host.Script.Answer<bool>(nameof(Database.AnswersAsync), _ => false);
        (await host.Client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_follows_the_database()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        (await host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Script.Answer<bool>(nameof(Database.AnswersAsync), _ => false);
        await (await host.Client.GetAsync("/health/ready")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        host.Script.Answer<bool>(nameof(Database.AnswersAsync), _ => throw new StoreUnavailableException(new IOException("gone")));
        await (await host.Client.GetAsync("/health/ready")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
    }
}
