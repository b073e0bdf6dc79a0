using System.IO.Compression;
using System.Net;
using System.Text;
using JourneyStore.Engine.Intake;
using JourneyStore.Http;

namespace JourneyStore.Store.Tests.Http;

public class EventsRouteTests
{
    private const string One = "application/cloudevents+json";
    private const string Many = "application/cloudevents-batch+json";

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/cloudevents+xml")]
    [InlineData("application/cloudevents")]
    [InlineData("application/cloudevents+json; charset=utf-16")]
    public async Task What_is_no_CloudEvent_is_415_and_says_what_is_expected(string contentType)
    {
        await using var host = await HttpHost.StartAsync();
        var response = await host.PostAsync("/v1/events", contentType, "{}");
        var problem = await response.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        problem.GetProperty("detail").GetString()!.ShouldContain(Many);
        response.Headers.GetValues("Accept").Single().ShouldContain(One);
    }

    [Theory]
    [InlineData(One, "", "bad-json")]
    [InlineData(One, "{", "bad-json")]
    [InlineData(One, "[]", "not-an-object")]
    [InlineData(Many, "{}", "not-an-array")]
    [InlineData(Many, "[{]", "bad-json")]
    public async Task A_body_that_cannot_be_read_is_400(string contentType, string body, string code)
    {
        await using var host = await HttpHost.StartAsync();
        await (await host.PostAsync("/v1/events", contentType, body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task When_all_are_rejected_it_is_422_with_a_result_for_each_in_order()
    {
        await using var host = await HttpHost.StartAsync();
        var response = await host.PostAsync("/v1/events", Many, """[{"specversion":"1.0","id":"a","source":"/s"},7,{"specversion":"0.3","id":"c"}]""");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var answer = await response.Json();
        answer.GetProperty("position").GetInt64().ShouldBe(0);
        var results = answer.GetProperty("results").EnumerateArray().ToArray();
        results.Select(r => r.GetProperty("code").GetString()).ShouldBe(["missing-attribute", "not-an-object", "bad-specversion"]);
        results.Select(r => r.GetProperty("id").GetString()).ShouldBe(["a", null, "c"]);
        results.ShouldAllBe(r => r.GetProperty("status").GetString() == "rejected");
        results[0].EnumerateObject().Select(m => m.Name).ShouldBe(["id", "source", "status", "position", "customer", "code", "reason"]);
    }

    [Fact]
    public async Task An_empty_batch_is_taken()
    {
        await using var host = await HttpHost.StartAsync();
        var response = await host.PostAsync("/v1/events", Many, "[]");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Json()).GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Binary_mode_reads_headers()
    {
        await using var host = await HttpHost.StartAsync();
        host.Client.DefaultRequestHeaders.Add("ce-specversion", "1.0");
        host.Client.DefaultRequestHeaders.Add("ce-id", "7");
        var answer = await (await host.PostAsync("/v1/events", "application/json", "{}")).Json();
        var result = answer.GetProperty("results")[0];
        result.GetProperty("id").GetString().ShouldBe("7");
        result.GetProperty("reason").GetString().ShouldBe("required and not there: source, type");
    }

    [Fact]
    public async Task Gzip_is_undone()
    {
        await using var host = await HttpHost.StartAsync();
        var response = await host.PostAsync("/v1/events", Many, Gzip("[7]"u8.ToArray()), "gzip");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_gzip_bomb_is_stopped_at_the_limit()
    {
        await using var host = await HttpHost.StartAsync();
        var bomb = Gzip(new byte[64 * 1024 * 1024]);
        bomb.Length.ShouldBeLessThan(200_000);
        await (await host.PostAsync("/v1/events", Many, bomb, "gzip")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task Broken_and_truncated_gzip_is_400()
    {
        await using var host = await HttpHost.StartAsync();
        await (await host.PostAsync("/v1/events", Many, "not gzip at all"u8.ToArray(), "gzip")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-body");
        var whole = Gzip(Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(0, 2000)) + "]"));
        var response = await host.PostAsync("/v1/events", Many, whole[..(whole.Length / 2)], "gzip");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_encoding_is_415()
    {
        await using var host = await HttpHost.StartAsync();
        var response = await host.PostAsync("/v1/events", Many, "[]"u8.ToArray(), "br");
        await response.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-encoding");
        response.Headers.GetValues("Accept-Encoding").Single().ShouldBe("gzip");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_5_MiB_is_413_told_or_not(bool chunked)
    {
        await using var host = await HttpHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new ByteArrayContent(new byte[5 * 1024 * 1024 + 1]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Many);
        request.Headers.TransferEncodingChunked = chunked;
        await (await host.Client.SendAsync(request)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task Exactly_5_MiB_is_read()
    {
        await using var host = await HttpHost.StartAsync();
        var body = Encoding.UTF8.GetBytes("[1" + new string(' ', 5 * 1024 * 1024 - 3) + "]");
        (await host.PostAsync("/v1/events", Many, body)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Too_many_events_are_413()
    {
        await using var host = await HttpHost.StartAsync();
        var body = "[" + string.Join(",", Enumerable.Repeat("{}", 5001)) + "]";
        await (await host.PostAsync("/v1/events", Many, body)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-many-events");
        (await host.PostAsync("/v1/events", Many, "[" + string.Join(",", Enumerable.Repeat("{}", 5000)) + "]")).StatusCode
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_event_too_large_is_413_alone_and_rejected_in_a_batch()
    {
        await using var host = await HttpHost.StartAsync();
        var large = $$"""{"specversion":"1.0","id":"a","source":"/s","type":"t","data":"{{new string('x', 256 * 1024)}}"}""";
        await (await host.PostAsync("/v1/events", One, large)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "data-too-large");
        var answer = await (await host.PostAsync("/v1/events", Many, $"[{large}]")).Json();
        answer.GetProperty("results")[0].GetProperty("code").GetString().ShouldBe("data-too-large");
        answer.GetProperty("results")[0].GetProperty("id").GetString().ShouldBe("a");
    }

    [Fact]
    public async Task A_full_intake_is_429_with_whole_seconds_to_wait()
    {
        await using var host = await HttpHost.StartAsync(intake: new IntakeOptions { MaxWaitingEvents = 1 }, started: false);
        var events = "[" + string.Join(",", Enumerable.Range(0, 3).Select(i => $$"""{"specversion":"1.0","id":"{{i}}","source":"/s","type":"t"}""")) + "]";
        // The engine is not started, so the first request stays in the queue and the next finds it full.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var waiting = host.PostAsync("/v1/events", Many, "[" + """{"specversion":"1.0","id":"first","source":"/s","type":"t"}""" + "]");
        HttpResponseMessage response;
        do response = await Task.WhenAny(host.PostAsync("/v1/events", Many, events), waiting).Unwrap();
        while (response.StatusCode != HttpStatusCode.TooManyRequests && !patience.IsCancellationRequested);
        await response.ShouldBeProblem(HttpStatusCode.TooManyRequests, "intake-full");
        int.Parse(response.Headers.GetValues("Retry-After").Single()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_receipt_that_does_not_come_in_time_is_503_and_says_that_nothing_is_stored()
    {
        // The engine is not started, so nobody takes the request out of the queue.
        await using var host = await HttpHost.StartAsync(intake: new IntakeOptions { MaxWait = TimeSpan.FromMilliseconds(200) }, started: false);
        var response = await host.PostAsync("/v1/events", Many, "[" + """{"specversion":"1.0","id":"slow","source":"/s","type":"t"}""" + "]");
        var problem = await response.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "database-slow");
        problem.GetProperty("detail").GetString()!.ShouldContain("Nothing of this request is stored");
        int.Parse(response.Headers.GetValues("Retry-After").Single()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Bodies_that_find_no_room_are_429_and_room_is_given_back()
    {
        await using var host = await HttpHost.StartAsync(options: new HttpOptions { MaxBytesUnderWay = 100_000 });
        var large = Encoding.UTF8.GetBytes("[1" + new string(' ', 200_000) + "]");
        for (var i = 0; i < 3; i++)
        {
            await (await host.PostAsync("/v1/events", Many, large)).ShouldBeProblem(HttpStatusCode.TooManyRequests, "intake-full");
            await (await host.PostAsync("/v1/events", Many, Gzip(large), "gzip")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "intake-full");
            (await host.PostAsync("/v1/events", Many, large.AsSpan(0, 90_000).ToArray().Append((byte)']').ToArray()))
                .StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
    }

    [Fact]
    public async Task The_webhook_handshake_grants_the_sender_and_its_rate()
    {
        await using var host = await HttpHost.StartAsync(dev: false);
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        request.Headers.Add("WebHook-Request-Origin", "eventemitter.example.com");
        request.Headers.Add("WebHook-Request-Rate", "120");
        request.Headers.Add("WebHook-Request-Callback", "https://example.com/confirm");
        var response = await host.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("WebHook-Allowed-Origin").Single().ShouldBe("eventemitter.example.com");
        response.Headers.GetValues("WebHook-Allowed-Rate").Single().ShouldBe("120");
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task A_handshake_without_a_rate_is_granted_any_and_one_without_an_origin_nothing()
    {
        await using var host = await HttpHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        request.Headers.Add("WebHook-Request-Origin", "a.example");
        (await host.Client.SendAsync(request)).Headers.GetValues("WebHook-Allowed-Rate").Single().ShouldBe("*");
        var plain = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/v1/events"));
        plain.StatusCode.ShouldBe(HttpStatusCode.OK);
        plain.Headers.Contains("WebHook-Allowed-Origin").ShouldBeFalse();

        var wrong = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        wrong.Headers.Add("WebHook-Request-Origin", "a.example");
        wrong.Headers.Add("WebHook-Request-Rate", "fast");
        await (await host.Client.SendAsync(wrong)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
