using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.EndToEnd.Reactions;

/// <summary>The real executable posts to somebody outside.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task What_is_refused_at_first_is_posted_again_with_the_same_idempotency_key_and_in_order()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var outside = await Listener.StartAsync(500, 200);
        await using var service = await JourneyService.StartWithAsync(
            [("JOURNEYSTORE_WEBHOOK_URL", outside.Url)], database.ConnectionString, "--dev");
        await service.Client.AppendAsync(
            new CloudEvent("w-1", "page.viewed", "crm:7,email:ann@example.org"),
            new CloudEvent("w-2", "complaint.filed", "crm:7")
            {
                Process = "complaints", CaseId = "K-1", Time = "2026-03-01T10:00:00Z", Data = """{"subject":"größer"}""",
            },
            new CloudEvent("w-3", "sla.breached", "crm:7") { Process = "complaints", CaseId = "K-1" });

        var (first, again, later) = (await outside.HearAsync(), await outside.HearAsync(), await outside.HearAsync());
        new[] { first, again, later }.Select(one => one.Body.Text("id")).ShouldBe(["w-2", "w-2", "w-3"]);
        Guid.TryParse(first.Key, out _).ShouldBeTrue();
        again.Key.ShouldBe(first.Key);
        later.Key.ShouldNotBe(first.Key);
        (first.Method, first.ContentType).ShouldBe(("POST", "application/cloudevents+json; charset=utf-8"));
        var body = first.Body;
        (body.Text("specversion"), body.Text("source"), body.Text("type")).ShouldBe(("1.0", "/end-to-end", "complaint.filed"));
        (body.Text("process"), body.Text("caseid"), body.GetProperty("data").Text("subject")).ShouldBe(("complaints", "K-1", "größer"));
        body.GetProperty("time").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
        var customer = (await service.Client.GetJsonAsync("/v1/customers/crm:7")).Text("id");
        body.Text("customer").ShouldBe($"id:{customer},crm:7");

        await Eventually.Async(async () => (await WebhookAsync(service)).Number("waiting") == 0);
        (await WebhookAsync(service)).GetProperty("active").GetBoolean().ShouldBeTrue();
        (await JourneyProcess.RunAsync(database.ConnectionString, "undelivered")).ShouldBeDone().Out.ShouldBe("Nothing has failed for good.\n");
    }

    [Fact]
    public async Task What_a_killed_server_had_not_posted_is_posted_by_the_next_one()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var outside = await Listener.StartAsync(503);
        (string, string)[] settings = [("JOURNEYSTORE_WEBHOOK_URL", outside.Url), ("JOURNEYSTORE_WEBHOOK_TYPES", "thing.happened")];
        Heard first;
        await using (var service = await JourneyService.StartWithAsync(settings, database.ConnectionString, "--dev"))
        {
            await service.Client.AppendAsync(new CloudEvent("k-1", "thing.happened", "crm:8"));
            first = await outside.HearAsync();
            await Eventually.Async(async () => (await WebhookAsync(service)).Text("reason") is not null);
            var reason = (await WebhookAsync(service)).Text("reason")!;
            reason.ShouldContain("answered 503");
            reason.ShouldNotContain("secret");
            await service.Process.KillAsync();
        }
        _ = outside.HeardByNow().Count();
        outside.GoOnWith(200);
        await using var next = await JourneyService.StartWithAsync(settings, database.ConnectionString, "--dev");
        var again = await outside.HearAsync();
        (again.Key, again.Body.Text("id")).ShouldBe((first.Key, "k-1"));
        await Eventually.Async(async () => (await WebhookAsync(next)).Number("waiting") == 0);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_succeeded_by_the_next_within_half_a_minute()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var outside = await Listener.StartAsync(200);
        (string, string)[] settings = [("JOURNEYSTORE_WEBHOOK_URL", outside.Url), ("JOURNEYSTORE_WEBHOOK_TYPES", "thing.happened")];
        await using (var service = await JourneyService.StartWithAsync(settings, database.ConnectionString, "--dev"))
        {
            await service.Client.AppendAsync(new CloudEvent("k-1", "thing.happened", "crm:8"));
            (await outside.HearAsync()).Body.Text("id").ShouldBe("k-1");
            await service.Process.KillAsync();
        }
        await using var next = await JourneyService.StartWithAsync(settings, database.ConnectionString, "--dev");
        var began = TimeProvider.System.GetTimestamp();
        await next.Client.AppendAsync(new CloudEvent("k-2", "thing.happened", "crm:8"));
        Heard heard;
        do heard = await outside.HearAsync();
        while (heard.Body.Text("id") == "k-1");
        heard.Body.Text("id").ShouldBe("k-2");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_failed_for_good_is_listed_and_posted_when_an_operator_wants_another_try()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var outside = await Listener.StartAsync(500);
        await using var service = await JourneyService.StartWithAsync(
            [("JOURNEYSTORE_WEBHOOK_URL", outside.Url)], database.ConnectionString, "--dev");
        await service.Client.AppendAsync(new CloudEvent("d-1", "complaint.filed", "crm:9") { Process = "complaints", CaseId = "D-1", Data = "{}" });
        await GiveUpOnAllAsync(database.ConnectionString, service);
        outside.GoOnWith(200);
        _ = outside.HeardByNow().Count();

        (await RunAsync("undelivered")).ShouldSatisfyAllConditions(
            said => said.ShouldContain("complaint.filed"), said => said.ShouldContain("answered 500"), said => said.ShouldContain("(tried 14 times)"),
            said => said.ShouldNotContain("secret"));
        (await JourneyProcess.RunAsync(database.ConnectionString, "undelivered", "another")).Error.ShouldContain("unknown-reaction");
        (await RunAsync("status")).ShouldContain("reaction webhook: 0 waiting, 1 failed for good");
        var listed = (await service.Client.GetJsonAsync("/v1/undelivered?reaction=webhook")).List("dead").ShouldHaveSingleItem();
        listed.ShouldHaveMembers("key", "reaction", "customer", "position", "eventType", "tries", "reason");
        (listed.Text("eventType"), listed.Number("tries")).ShouldBe(("complaint.filed", 14));
        (await RunAsync("undelivered", "--retry", "--json")).ShouldContain("\"retried\": 1");
        (await outside.HearAsync()).Body.Text("id").ShouldBe("d-1");
        await Eventually.Async(async () => (await WebhookAsync(service)).Number("waiting") == 0);

        async Task<string> RunAsync(params string[] arguments) =>
            (await JourneyProcess.RunAsync(database.ConnectionString, arguments)).ShouldBeDone().Out;
    }

    /// <summary>Lets all pauses but the last pass at once.</summary>
    private static async Task GiveUpOnAllAsync(string database, JourneyService service)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("update js_behind set tries = 13, due_at = now() where tries between 3 and 12", connection);
        await Eventually.Async(async () =>
        {
            await command.ExecuteNonQueryAsync();
            return (await WebhookAsync(service)).Number("dead") == 1;
        });
    }

    private static async Task<System.Text.Json.JsonElement> WebhookAsync(JourneyService service) =>
        (await service.Client.GetJsonAsync("/v1/status")).List("reactions").Single(one => one.Text("name") == "webhook");
}
