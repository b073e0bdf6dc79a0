using System.Diagnostics.Metrics;
using System.Net;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Http;

/// <summary>What is parked, over HTTP, on an engine whose read model chokes.</summary>
public sealed class ParkedRouteTests : IAsyncLifetime
{
    private const string Json = "application/json";

    private JourneyEngine engine = null!;
    private HttpHost host = null!;
    private long poison;

    public async Task InitializeAsync()
    {
        host = await HttpHost.StartAsync(rooms: Fragile.Rooms());
        engine = host.Engine;
        var receipt = await engine.AppendAsync(new AppendRequest(Tenants.Default, [Thing("one", "thing.one"), Thing("two", Fragile.Poison)]), CancellationToken.None);
        poison = receipt.Position;
        await engine.WaitForProjectionsAsync(poison, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
    }

    [Fact]
    public async Task It_is_listed_with_its_reason_and_shows_in_the_status()
    {
        var page = await (await host.Client.GetAsync("/v1/parked?projection=fragile&limit=1")).Json();
        page.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var parked = page.GetProperty("parked").EnumerateArray().ShouldHaveSingleItem();
        parked.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["number", "projection", "group", "subject", "position", "eventType", "reason", "since", "tries"], ignoreOrder: true);
        parked.GetProperty("position").GetInt64().ShouldBe(poison);
        parked.GetProperty("reason").GetString().ShouldBe("InvalidDataException: This fold does not take poison.");
        parked.GetProperty("since").GetString().ShouldBe("2026-05-04T08:00:00Z");
        (await (await host.Client.GetAsync("/v1/status")).Json()).GetProperty("parked").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_retry_says_what_is_parked_still()
    {
        var outcome = await (await host.PostAsync("/v1/parked/retry", Json, """{"projection":"fragile"}""")).Json();
        outcome.GetProperty("tried").GetInt32().ShouldBe(1);
        outcome.GetProperty("goOn").GetInt32().ShouldBe(0);
        outcome.GetProperty("still")[0].GetProperty("tries").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_skip_is_recorded_with_whom_the_key_belongs_to()
    {
        var order = $$"""{"projection":"fragile","group":"crm:ann","position":{{poison}},"reason":"broken export","by":"Kim"}""";
        (await (await host.PostAsync("/v1/parked/skip", Json, order)).Json()).GetProperty("goOn").GetInt32().ShouldBe(1);
        var decided = (await (await host.Client.GetAsync("/v1/parked/skipped")).Json()).GetProperty("skipped").EnumerateArray().ShouldHaveSingleItem();
        decided.GetProperty("by").GetString().ShouldBe("Kim (key dev)");
        decided.GetProperty("why").GetString().ShouldBe("broken export");
        await (await host.PostAsync("/v1/parked/skip", Json, order)).ShouldBeProblem(HttpStatusCode.NotFound, "not-parked");
    }

    [Theory]
    [InlineData("retry", "{}", "bad-parameter")]
    [InlineData("retry", """{"projection":5}""", "bad-parameter")]
    [InlineData("retry", "[]", "not-an-object")]
    [InlineData("skip", """{"projection":"fragile"}""", "bad-parameter")]
    [InlineData("skip", """{"projection":"fragile","group":"crm:ann"}""", "bad-parameter")]
    [InlineData("skip", """{"projection":"fragile","group":"crm:ann","position":0,"reason":"r"}""", "bad-parameter")]
    public async Task An_order_that_says_too_little_is_refused(string verb, string body, string code) =>
        await (await host.PostAsync($"/v1/parked/{verb}", Json, body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        await (await host.Client.GetAsync("/v1/parked?projection=profile")).ShouldBeProblem(HttpStatusCode.NotFound, "unknown-view");
        await (await host.PostAsync("/v1/parked/retry", Json, """{"projection":"fragile","group":"crm:bob"}""")).ShouldBeProblem(HttpStatusCode.NotFound, "not-parked");
        await (await host.PostAsync("/v1/parked/retry", "text/plain", "{}")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task The_process_is_ready_and_says_that_it_is_degraded()
    {
        await UntilAsync(() => engine.Degraded.Count == 2);
        var ready = await host.Client.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await ready.Json();
        answer.GetProperty("status").GetString().ShouldBe("ready");
        answer.GetProperty("degraded").EnumerateArray().Select(one => one.GetString()).ShouldBe(["projection fragile has parked 1", "projection fragile-tally has parked 1"]);
    }

    [Fact]
    public async Task The_number_of_parked_groups_is_measured()
    {
        var measured = new System.Collections.Concurrent.ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "journeystore.projection.parked") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            measured[(string)tags[0].Value!] = Math.Max(value, measured.GetValueOrDefault((string)tags[0].Value!)));
        listener.Start();
        // Meters are of the whole process, and other tests park too.
        await UntilAsync(() => measured.GetValueOrDefault("fragile") >= 1 && measured.GetValueOrDefault("fragile-tally") >= 1);
    }

    /// <summary>The number is looked for every two seconds; until then the store is kept busy.</summary>
    private async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo()) await engine.AppendAsync(new AppendRequest(Tenants.Default, [Thing("one", "thing.one")]), patience.Token);
    }

    private static EventCandidate Thing(string id, string type) => new()
    {
        Source = "urn:parked",
        Id = id,
        Type = type,
        Customer = Identifier.TryParseList("crm:ann", out var customer, out var problem) ? customer : throw new ArgumentException(problem),
        Process = "incident",
        CaseId = "C1",
    };
}
