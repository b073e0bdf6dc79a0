using System.Collections.Concurrent;
using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Pressure;

/// <summary>Many clients that send batch after batch at once and take no hint.</summary>
/// <param name="server">Where to.</param>
/// <param name="clients">How many at once.</param>
/// <param name="batchEvents">Events in one batch.</param>
internal sealed class Flood(Uri server, int clients, int batchEvents)
{
    private int batches;
    private volatile int refused;

    /// <summary>How long accepted batches took.</summary>
    public ConcurrentBag<TimeSpan> Accepted { get; } = [];

    /// <summary>Status and Retry-After of the others.</summary>
    public ConcurrentBag<(HttpStatusCode Status, string? RetryAfter, TimeSpan Took)> Refused { get; } = [];

    /// <summary>How many batches were refused; may be asked while it goes on.</summary>
    public int RefusedCount => refused;

    /// <summary>Goes on until it is stopped; what is under way then is brought to its end.</summary>
    public async Task GoAsync(CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = server };
        // The first that fails ends the waiting: what a client cannot make sense of is a finding.
        var sending = Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await OneAsync(http);
        }, CancellationToken.None)).ToList();
        await foreach (var ended in Task.WhenEach(sending)) await ended;
    }

    private async Task OneAsync(HttpClient http)
    {
        var batch = Interlocked.Increment(ref batches);
        var events = Enumerable.Range(0, batchEvents).Select(i => new CloudEvent($"flood-{batch}-{i}", "load.step", $"crm:c{(batch * 31 + i) % 5_000}"));
        var start = TimeProvider.System.GetTimestamp();
        using var response = await http.PostBatchAsync(events);
        await response.Content.ReadAsByteArrayAsync();
        var took = TimeProvider.System.GetElapsedTime(start);
        if (response.StatusCode == HttpStatusCode.OK) Accepted.Add(took);
        else
        {
            Refused.Add((response.StatusCode, response.Headers.TryGetValues("Retry-After", out var after) ? string.Join(',', after) : null, took));
            Interlocked.Increment(ref refused);
        }
    }
}
