using System.Net;
using System.Text.Json;

namespace JourneyStore.Store.Tests.Http;

/// <summary>What reactions failed on for good, over HTTP; what is listed is tested with the reactions themselves.</summary>
public sealed class UndeliveredRouteTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private HttpHost host = null!;

    public async Task InitializeAsync() => host = await HttpHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_store_whose_reactions_never_failed_lists_none()
    {
        var page = await (await host.Client.GetAsync("/v1/undelivered?reaction=webhook&limit=1")).Json();
        (page.GetProperty("dead").GetArrayLength(), page.GetProperty("next").ValueKind).ShouldBe((0, JsonValueKind.Null));
        (await (await host.Client.PostAsync("/v1/undelivered/retry", null)).Json()).GetProperty("retried").GetInt64().ShouldBe(0);
        var discarded = await (await host.PostAsync("/v1/undelivered/discard", Json, """{"reaction":"webhook"}""")).Json();
        discarded.GetProperty("discarded").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("/v1/undelivered/discard", "{}", "bad-parameter")]
    [InlineData("/v1/undelivered/retry", """{"reaction":7}""", "bad-parameter")]
    [InlineData("/v1/undelivered/retry", """{"key":"7"}""", "bad-parameter")]
    [InlineData("/v1/undelivered/retry", "[]", "not-an-object")]
    public async Task An_order_that_cannot_be_understood_is_refused(string route, string order, string code) =>
        await (await host.PostAsync(route, Json, order)).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_cursor_that_is_none_and_a_body_that_is_no_JSON_are_refused()
    {
        await (await host.Client.GetAsync("/v1/undelivered?after=7")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        var plain = await host.PostAsync("/v1/undelivered/retry", "text/plain", "all");
        await plain.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }
}
