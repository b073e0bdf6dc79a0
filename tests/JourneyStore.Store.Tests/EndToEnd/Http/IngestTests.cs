using System.IO.Compression;
using System.Net;
using System.Text;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Http;

public sealed class IngestTests(DevStore store) : IClassFixture<DevStore>
{
    private static readonly string[] ResultMembers = ["id", "source", "status", "position", "customer", "code", "reason"];

    [Fact]
    public async Task A_batch_is_answered_in_its_order_with_stored_duplicate_held_and_rejected()
    {
        var first = new CloudEvent("order-1", "page.viewed", "email:order@in.example");
        CloudEvent[] batch =
        [
            first,
            first,
            new("order-2", "page.viewed"),
            new("order-3", "page.viewed", "email:order@in.example") { Time = "yesterday" },
            new("order-4", "ticket.opened", "email:order@in.example") { Data = """{"subject":7}""" },
            new("order-5", "anything.unknown", "email:order@in.example") { Data = """{"kept":"as it came"}""" },
        ];

        var answer = await store.Client.AppendAsync(batch);

        answer.ShouldHaveMembers("results", "position");
        var results = answer.List("results");
        foreach (var result in results) result.ShouldHaveMembers(ResultMembers);
        results.Select(result => result.Text("status")).ShouldBe(["stored", "duplicate", "held", "rejected", "rejected", "stored"]);
        results.Select(result => result.Text("id")).ShouldBe(batch.Select(one => one.Id));
        results.ShouldAllBe(result => result.Text("source") == "/end-to-end");
        results[1].Number("position").ShouldBe(results[0].Number("position"));
        results[1].Text("customer").ShouldBe(results[0].Text("customer"));
        results[2].Text("code").ShouldBe("no-customer");
        results[3].Text("code").ShouldBe("bad-time");
        results[4].Text("code").ShouldBe("bad-data");
        results[4].Text("reason").ShouldNotBeNullOrWhiteSpace();
        answer.Number("position").ShouldBe(results[5].Number("position"));
    }

    [Fact]
    public async Task Structured_binary_and_batched_events_are_the_same_event()
    {
        var one = new CloudEvent("modes-1", "page.viewed", "email:modes@in.example") { Time = "2026-03-01T09:00:00Z", Data = """{"url":"https://x.example/"}""" };

        using var structured = await store.Client.PostTextAsync("/v1/events", CloudEvent.Structured, one.ToJson().ToJsonString());
        var stored = (await structured.JsonAsync(HttpStatusCode.OK)).List("results").Single();
        var batched = (await store.Client.AppendAsync(one)).List("results").Single();
        var binary = (await (await store.Client.SendAsync(Binary(one))).JsonAsync(HttpStatusCode.OK)).List("results").Single();

        stored.Text("status").ShouldBe("stored");
        batched.Text("status").ShouldBe("duplicate");
        binary.Text("status").ShouldBe("duplicate");
        binary.Number("position").ShouldBe(stored.Number("position"));
        var entries = (await store.Client.GetJsonAsync("/v1/customers/email:modes@in.example/timeline")).List("entries");
        entries.ShouldHaveSingleItem().GetProperty("data").Text("url").ShouldBe("https://x.example/");
    }

    [Fact]
    public async Task An_event_in_headers_keeps_its_attributes_and_its_data()
    {
        var one = new CloudEvent("binary-1", "ticket.opened", "email:bi%2Cnary@in.example,crm:77")
        {
            Time = "2026-03-01T09:00:00+01:00", Process = "support", CaseId = "B-1", Activity = "Open", Channel = "phone", Data = """{"subject":"Grüße"}""",
        };

        (await store.Client.SendAsync(Binary(one))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var entry = (await store.Client.GetJsonAsync("/v1/customers/crm:77/timeline")).List("entries").Single();
        entry.Text("occurredAt").ShouldBe("2026-03-01T08:00:00Z");
        entry.Text("process").ShouldBe("support");
        entry.Text("caseId").ShouldBe("B-1");
        entry.Text("activity").ShouldBe("Open");
        entry.Text("channel").ShouldBe("phone");
        entry.GetProperty("data").Text("subject").ShouldBe("Grüße");
        (await store.Client.GetJsonAsync("/v1/customers/crm:77")).List("identifiers").Select(one => one.GetString())
            .ShouldBe(["email:bi%2Cnary@in.example", "crm:77"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_gzipped_batch_is_stored()
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 300).Select(i => new CloudEvent($"gzip-{i}", "page.viewed", "email:gzip@in.example").ToJson().ToJsonString()))}]");
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(body);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", CloudEvent.Batch);
        content.Headers.ContentEncoding.Add("gzip");

        var answer = await (await store.Client.PostAsync("/v1/events", content)).JsonAsync(HttpStatusCode.OK);

        answer.List("results").Length.ShouldBe(300);
        answer.List("results").ShouldAllBe(result => result.Text("status") == "stored");
    }

    [Fact]
    public async Task A_repeat_answers_with_the_first_position_and_changes_nothing()
    {
        var first = new CloudEvent("repeat-1", "ticket.opened", "email:repeat@in.example") { Data = """{"subject":"The first"}""" };
        var stored = (await store.Client.AppendAsync(first)).List("results").Single();
        var before = await store.Client.GetJsonAsync("/v1/customers/email:repeat@in.example/timeline");

        var again = (await store.Client.AppendAsync(first)).List("results").Single();

        again.Text("status").ShouldBe("duplicate");
        again.Number("position").ShouldBe(stored.Number("position"));
        (await store.Client.GetJsonAsync("/v1/customers/email:repeat@in.example/timeline")).GetRawText().ShouldBe(before.GetRawText());
    }

    [Fact]
    public async Task When_every_event_is_rejected_the_same_body_comes_with_422()
    {
        using var response = await store.Client.PostBatchAsync([new("no-1", "page.viewed", "email:no@in.example") { Time = "3026-01-01T00:00:00Z" }, new("no-2", "page.viewed", "nonsense")]);

        var answer = await response.JsonAsync(HttpStatusCode.UnprocessableEntity);

        answer.ShouldHaveMembers("results", "position");
        answer.List("results").Select(result => result.Text("code")).ShouldBe(["time-in-future", "bad-customer"]);
    }

    [Fact]
    public async Task What_cannot_be_read_is_400_what_is_too_large_413_and_what_is_no_event_415()
    {
        await store.Client.PostTextAsync("/v1/events", CloudEvent.Batch, "[{]").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-json");
        await store.Client.PostTextAsync("/v1/events", CloudEvent.Structured, "[]").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "not-an-object");
        await store.Client.PostTextAsync("/v1/events", "application/json", "{}").ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        var large = new CloudEvent("large-1", "page.viewed", "email:large@in.example") { Data = $"\"{new string('x', 257 * 1024)}\"" };
        await store.Client.PostTextAsync("/v1/events", CloudEvent.Structured, large.ToJson().ToJsonString())
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "data-too-large");
        await store.Client.PostBatchAsync(Enumerable.Range(0, 5_001).Select(i => new CloudEvent($"many-{i}", "page.viewed", "email:many@in.example")))
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-many-events");
        await store.Client.PostTextAsync("/v1/events", CloudEvent.Batch, $"[{new string(' ', 5 * 1024 * 1024)}]")
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        await store.Client.GetAsync("/v1/customers/email:large@in.example").ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown-customer");
    }

    [Fact]
    public async Task The_most_events_that_a_request_may_have_are_stored_in_one_go()
    {
        var answer = await store.Client.AppendAsync(Enumerable.Range(0, 5_000).Select(i => new CloudEvent($"most-{i}", "page.viewed", $"crm:most-{i % 700}")));

        answer.List("results").Count(result => result.Text("status") == "stored").ShouldBe(5_000);
        answer.List("results").Select(result => result.Number("position")).Distinct().Count().ShouldBe(5_000);
    }

    [Fact]
    public async Task The_webhook_handshake_is_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        request.Headers.Add("WebHook-Request-Origin", "events.example.com");
        request.Headers.Add("WebHook-Request-Rate", "120");

        using var response = await store.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("WebHook-Allowed-Origin").Single().ShouldBe("events.example.com");
        response.Headers.GetValues("WebHook-Allowed-Rate").Single().ShouldBe("120");
    }

    [Fact]
    public async Task Events_that_name_two_customers_go_to_the_one_named_first_and_say_so()
    {
        await store.Client.AppendAsync(new CloudEvent("two-1", "page.viewed", "crm:two-a"), new CloudEvent("two-2", "page.viewed", "crm:two-b"));

        var result = (await store.Client.AppendAsync(new CloudEvent("two-3", "page.viewed", "crm:two-b,crm:two-a"))).List("results").Single();

        result.Text("status").ShouldBe("stored");
        result.Text("code").ShouldBe("identity-conflict");
        result.Text("customer").ShouldBe((await store.Client.GetJsonAsync("/v1/customers/crm:two-b")).Text("id"));
    }

    // In headers, a percent sign is itself percent-encoded (CloudEvents, HTTP binding, 3.1.3.2).
    private static HttpRequestMessage Binary(CloudEvent one)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new StringContent(one.Data ?? "", Encoding.UTF8, "application/json") };
        foreach (var (name, value) in one.Extensions().Concat([("specversion", "1.0"), ("id", one.Id), ("source", one.Source), ("type", one.Type)]))
            request.Headers.TryAddWithoutValidation("ce-" + name, value.Replace("%", "%25"));
        return request;
    }
}
