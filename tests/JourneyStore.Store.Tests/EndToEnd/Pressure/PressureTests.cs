using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Crashes;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using Npgsql;
using Xunit.Abstractions;

namespace JourneyStore.Store.Tests.EndToEnd.Pressure;

/// <summary>More load than the server can take, and a database that does not get on.</summary>
public sealed class PressureTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int QueueEvents = 2_000;
    private const int QueueSeconds = 3;
    private const int BatchEvents = 100;

    // Each has one batch under way: ten times what the queue holds.
    private const int Clients = 10 * QueueEvents / BatchEvents;
    private const long MostMemory = 700L * 1024 * 1024;

    // What a busy machine with two cores adds to what the server promises.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(QueueSeconds) + Slack;
    private static readonly (string, string)[] Small = [("JOURNEYSTORE_QUEUE_EVENTS", $"{QueueEvents}"), ("JOURNEYSTORE_QUEUE_SECONDS", $"{QueueSeconds}")];
    private FreshDatabase database = null!;
    private JourneyService service = null!;

    public async Task InitializeAsync()
    {
        database = await FreshDatabase.CreateAsync();
        service = await JourneyService.StartWithAsync(Small, database.ConnectionString, "--dev");
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task At_ten_times_its_queue_the_server_pushes_back_stays_small_and_is_itself_again_at_once()
    {
        var flood = new Flood(service.Client.BaseAddress!, Clients, BatchEvents);
        using var stop = new CancellationTokenSource();
        var flooding = flood.GoAsync(stop.Token);
        var most = 0L;
        await Eventually.Async(async () =>
        {
            // A client that met something else than an answer ends the flood.
            if (flooding.IsCompleted) await flooding;
            most = Math.Max(most, service.Process.Memory);
            return flood.RefusedCount > 2 * Clients && flood.Accepted.Count > 50;
        });
        await stop.CancelAsync();
        await flooding;

        var start = TimeProvider.System.GetTimestamp();
        (await service.Client.AppendAsync(new CloudEvent("after-the-flood", "load.step", "crm:after"))).List("results").Single().Text("status").ShouldBe("stored");
        var rest = TimeProvider.System.GetElapsedTime(start);
        rest.ShouldBeLessThan(MostWait, "it needs no rest");
        output.WriteLine(
            $"{flood.Accepted.Count} requests of {BatchEvents} events accepted, the longest in {flood.Accepted.Max().TotalSeconds:0.00} s; {flood.Refused.Count} refused, the longest in "
            + $"{flood.Refused.Max(one => one.Took).TotalSeconds:0.00} s; highest working set {most >> 20} MiB; the first request afterwards took {rest.TotalSeconds:0.00} s");

        flood.Refused.ShouldAllBe(one => one.Status == HttpStatusCode.TooManyRequests || one.Status == HttpStatusCode.ServiceUnavailable);
        flood.Refused.ShouldContain(one => one.Status == HttpStatusCode.TooManyRequests);
        flood.Refused.ShouldAllBe(one => int.Parse(one.RetryAfter!) >= 1);
        flood.Accepted.Max().ShouldBeLessThan(MostWait);
        flood.Refused.Max(one => one.Took).ShouldBeLessThan(MostWait);
        most.ShouldBeLessThan(MostMemory);
        // A 503 leaves open whether its events are stored, a 200 and a 429 do not.
        var stored = await Audit.NumberAsync(database.ConnectionString, "select count(*) from mt_events");
        stored.ShouldBeInRange(
            1 + BatchEvents * flood.Accepted.Count,
            1 + BatchEvents * (flood.Accepted.Count + flood.Refused.Count(one => one.Status == HttpStatusCode.ServiceUnavailable)));
    }

    [Fact]
    public async Task A_database_that_does_not_get_on_is_503_in_time_and_the_server_comes_back_by_itself_when_it_does()
    {
        var one = new CloudEvent("slow-1", "load.step", "crm:slow");
        await service.Client.AppendAsync(one);
        await using (var other = new NpgsqlConnection(database.ConnectionString + ";Pooling=false"))
        {
            await other.OpenAsync();
            await using var held = await other.BeginTransactionAsync();
            await using (var locking = new NpgsqlCommand("lock table mt_streams in access exclusive mode", other)) await locking.ExecuteNonQueryAsync();

            var start = TimeProvider.System.GetTimestamp();
            var asked = Enumerable.Range(2, 30).Select(async i =>
            {
                using var answer = await service.Client.PostBatchAsync([one with { Id = $"slow-{i}", Customer = $"crm:slow-{i}" }]);
                answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThanOrEqualTo(1);
                var problem = await answer.JsonAsync(HttpStatusCode.ServiceUnavailable);
                problem.Text("code").ShouldBeOneOf("database-slow", "database-away");
                TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(MostWait);
            }).ToList();
            await Eventually.Async(async () =>
            {
                using var ready = await service.Client.GetAsync("/health/ready");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
            });
            (await service.Client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
            await Task.WhenAll(asked);
        }

        await Eventually.Async(async () =>
        {
            using var answer = await service.Client.PostBatchAsync(Enumerable.Range(2, 30).Select(i => one with { Id = $"slow-{i}", Customer = $"crm:slow-{i}" }));
            return answer.StatusCode == HttpStatusCode.OK;
        });
        (await service.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Audit.NumberAsync(database.ConnectionString, "select count(*) from mt_events")).ShouldBe(31, "what was repeated is there once");
        (await JourneyProcess.RunAsync(database.ConnectionString, "verify")).ShouldBeDone();
    }
}
