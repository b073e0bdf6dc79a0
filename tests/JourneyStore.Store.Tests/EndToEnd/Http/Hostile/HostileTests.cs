using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace JourneyStore.Store.Tests.EndToEnd.Http.Hostile;

/// <summary>
/// Seeded nonsense against the real executable on a real database: each request has its answer in time, never "our mistake", and what was
/// accepted of it can be read in every way afterwards.
/// </summary>
public sealed class HostileTests : IAsyncLifetime
{
    private const int Senders = 8;
    private const long MostMemory = 900 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private FreshDatabase database = null!;
    private JourneyService service = null!;

    public async Task InitializeAsync()
    {
        database = await FreshDatabase.CreateAsync();
        service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Hostile_requests_are_answered_with_a_code_and_what_was_accepted_stays_readable()
    {
        var stored = new ConcurrentDictionary<long, string>();
        var held = new ConcurrentBag<string>();

        await EachAsync(new HostileRequests(1).Take(500), (request, answer) => Note(request, answer, stored, held));
        await EachAsync(new HostileQuestions(2).Take(350), Judge);

        stored.Count.ShouldBeGreaterThan(150, "enough came through to be read again");
        service.Process.Memory.ShouldBeLessThan(MostMemory);
        await ShouldBeReadableAsync(stored);
        await EachAsync(new HostileQuestions(3).Take(80), Judge);
        service.Process.Memory.ShouldBeLessThan(MostMemory);
        (await JourneyProcess.RunAsync(database.ConnectionString, "verify")).ShouldBeDone();
    }

    [Fact]
    public async Task What_is_no_HTTP_is_refused_or_cut_off_and_the_next_request_is_served()
    {
        byte[][] nonsense =
        [
            "\0\0\0\0\r\n\r\n"u8.ToArray(), "GET\r\n\r\n"u8.ToArray(), "GET / HTTP/9.9\r\n\r\n"u8.ToArray(), "GET /\0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(),
            [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00], "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n"u8.ToArray(),
            "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n"u8.ToArray(),
            "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"u8.ToArray(),
            "GET /v1/views HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: y\r\n\r\n"u8.ToArray(), "GET /v1/views HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: y\r\n\r\n"u8.ToArray(),
            RawHttp.Request("GET", "/v1/views", [], Enumerable.Range(0, 5_000).Select(i => ($"x-{i}", "flood"))),
            RawHttp.Request("GET", "/v1/views", [], [("x", new string('h', 100_000))]),
            RawHttp.Request("POST", "/v1/events", [], Enumerable.Range(0, 120).Select(i => ($"ce-x{i}", new string('h', 900)))),
            RawHttp.Request("GET", $"/v1/views/{new string('u', 50_000)}", []),
        ];
        foreach (var one in nonsense)
        {
            var answer = await AnswerAsync(new HostileRequest("no HTTP", one, EndsThere: true));
            // Below HTTP nobody is there who could write a body: the status is all, or the end of the connection.
            answer.Status.ShouldBeOneOf([0, 400, 404, 405, 413, 414, 415, 431, 505], Encoding.Latin1.GetString(one[..Math.Min(one.Length, 80)]));
        }
        (await service.Client.GetJsonAsync("/v1/views")).List("views").ShouldNotBeEmpty();
    }

    private async Task EachAsync(IEnumerable<HostileRequest> requests, Action<HostileRequest, RawAnswer> see)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (request, _) =>
        {
            var answer = await AnswerAsync(request);
            try
            {
                see(request, answer);
            }
            catch (Exception problem) when (problem is ShouldAssertException or JsonException or InvalidOperationException or KeyNotFoundException)
            {
                wrong.Add($"{request.Kind}: {problem.Message.ReplaceLineEndings(" ")}\n  request {Shown(request.Octets)}\n  answer {answer.Status} {answer.Body[..Math.Min(600, answer.Body.Length)]}");
            }
        });
        wrong.Count.ShouldBe(0, string.Join('\n', wrong.Take(12)) + "\n"
            + service.Process.Error.All[^Math.Min(4_000, service.Process.Error.All.Length)..]);
    }

    private async Task<RawAnswer> AnswerAsync(HostileRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await new RawHttp(service.Client.BaseAddress!).SendAsync(request.Octets, request.EndsThere, patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No answer within {Patience} to {request.Kind}: {Shown(request.Octets)}");
        }
    }

    private static void Note(HostileRequest request, RawAnswer answer, ConcurrentDictionary<long, string> stored, ConcurrentBag<string> held)
    {
        Judge(request, answer);
        if (answer.Status is not (200 or 422)) return;
        answer.ContentType.ShouldBe("application/json");
        var results = JsonDocument.Parse(answer.Body).RootElement.List("results");
        if (request.Events is { } events) results.Length.ShouldBe(events);
        if (request.MustBeRefused) answer.Status.ShouldBe(422);
        foreach (var result in results)
            switch (result.Text("status"))
            {
                case "stored":
                    stored.TryAdd(result.Number("position"), result.Text("customer")!).ShouldBeTrue("a position is given once");
                    break;
                case "held":
                    held.Add(result.Text("id")!);
                    result.Text("code").ShouldNotBeNullOrEmpty();
                    break;
                case "rejected":
                    result.Text("code").ShouldNotBeNullOrEmpty();
                    result.Text("reason").ShouldNotBeNullOrEmpty();
                    break;
                default:
                    result.Text("status").ShouldBe("duplicate");
                    break;
            }
    }

    private static void Judge(HostileRequest request, RawAnswer answer)
    {
        // Who hangs up in the middle of a request has no answer to wait for.
        if (request.EndsThere && answer.Status == 0) return;
        answer.Status.ShouldBeInRange(200, 499);
        if (request.MustBeRefused) answer.Status.ShouldBeGreaterThanOrEqualTo(400);
        // Kestrel itself answers what breaks HTTP before a route is there, without a body; HEAD never has one.
        if (answer.Status < 400 || answer.Status == 422 || answer.Body.Length == 0 && BreaksHttp(request, answer)) return;
        answer.ContentType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(answer.Body).RootElement;
        problem.Text("code").ShouldNotBeNullOrEmpty();
        problem.Number("status").ShouldBe(answer.Status);
    }

    private static bool BreaksHttp(HostileRequest request, RawAnswer answer) =>
        request.Kind.StartsWith("HEAD", StringComparison.Ordinal) || answer.Status is 400 or 414 or 431;

    private async Task ShouldBeReadableAsync(ConcurrentDictionary<long, string> stored)
    {
        await using var engine = new JourneyEngine(
            Database.Open(database.ConnectionString, TimeProvider.System, NullLoggerFactory.Instance),
            Inventory.Discover(), new EngineOptions { RunProjections = false }, TimeProvider.System, new SeededIds(1), NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        var newest = stored.Keys.Max();
        await ProjectionsAsync(newest);
        foreach (var customer in stored.Values.Distinct().Order(StringComparer.Ordinal))
        {
            var positions = stored.Where(one => one.Value == customer).Select(one => one.Key).Order().ToArray();
            (await TimelineAsync(customer)).Intersect(positions).Order().ShouldBe(positions);
            CustomerRef.TryParse(customer, out var reference, out _).ShouldBeTrue();
            (await engine.StreamAsync(Tenants.Default, reference, 1, forwards: true, 1_000, CancellationToken.None))
                .Select(one => one.Position).Intersect(positions).Order().ShouldBe(positions);
            foreach (var part in new[] { "", "/context", "/signals" }) await service.Client.GetJsonAsync($"/v1/customers/{customer}{part}");
        }
        foreach (var view in (await service.Client.GetJsonAsync("/v1/views")).List("views")) await ReadViewAsync(view.Text("name")!);
        await service.Client.GetJsonAsync("/v1/held?limit=1000");
        var tailed = new HashSet<long>();
        await foreach (var one in engine.TailAsync(Tenants.Default, null, 0, CancellationToken.None))
        {
            tailed.Add(one.Position);
            if (one.Position >= newest) break;
        }
        stored.Keys.Except(tailed).ShouldBeEmpty();
    }

    private Task ProjectionsAsync(long newest) => Eventually.Async(async () =>
    {
        var projections = (await service.Client.GetJsonAsync("/v1/status")).List("projections");
        projections.Where(one => one.Text("state") == "stopped").Select(one => $"{one.Text("name")}: {one.Text("problem")}").ShouldBeEmpty();
        return projections.All(one => one.Number("position") >= newest);
    });

    private async Task<List<long>> TimelineAsync(string customer)
    {
        var all = new List<long>();
        string? next = null;
        do
        {
            var page = await service.Client.GetJsonAsync($"/v1/customers/{customer}/timeline?limit=20{(next is null ? "" : $"&before={next}")}");
            all.AddRange(page.List("entries").Select(entry => entry.Number("position")));
            next = page.Text("next");
        }
        while (next is not null);
        return all;
    }

    private async Task ReadViewAsync(string view)
    {
        string? next = null;
        do
        {
            var page = await service.Client.GetJsonAsync($"/v1/views/{view}?limit=10{(next is null ? "" : $"&after={next}")}");
            foreach (var row in page.List("rows").Take(3)) await service.Client.GetJsonAsync($"/v1/views/{view}/{Uri.EscapeDataString(row.Text("key")!)}");
            next = page.Text("next");
        }
        while (next is not null);
    }

    private static string Shown(byte[] octets) => Encoding.Latin1.GetString(octets, 0, Math.Min(octets.Length, 700)).ReplaceLineEndings(" | ");
}
