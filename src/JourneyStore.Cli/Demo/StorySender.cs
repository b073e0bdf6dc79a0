using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Errors;

namespace JourneyStore.Cli.Demo;

/// <summary>Sends the story as its systems would: CloudEvents over HTTP, in batches, over a few connections.</summary>
/// <param name="http">Talks to the server; its base address is the server's.</param>
/// <param name="time">The clock.</param>
internal sealed class StorySender(HttpClient http, TimeProvider time)
{
    public const int BatchSize = 500;
    public const int Connections = 4;

    private long sent;

    /// <summary>What became of the events so far, by status.</summary>
    public SentCounts Counts { get; } = new();

    /// <summary>Sends the story: who the customers are first, then what happened.</summary>
    public async Task SendAsync(Tale tale, Meter meter, CancellationToken stop)
    {
        // Hanna comes first: a store that has her is known to hold this story, however early the telling is broken off.
        await SendAsync(tale.Introductions.Take(1).ToArray(), tale.Count, meter, stop);
        await SendAsync(tale.Introductions.Skip(1).ToArray(), tale.Count, meter, stop);
        await SendAsync(tale.Happenings, tale.Count, meter, stop);
    }

    private Task SendAsync(IReadOnlyList<StoryEvent> events, int total, Meter meter, CancellationToken stop) => Parallel.ForEachAsync(
        events.Chunk(BatchSize),
        new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = stop },
        async (batch, ct) =>
        {
            Counts.Take(await SendAsync(batch, ct));
            var sent = Interlocked.Add(ref this.sent, batch.Length);
            meter.Show(new Advance("sending over HTTP", sent, total, sent, "event"));
        });

    private async Task<Answer> SendAsync(StoryEvent[] batch, CancellationToken ct)
    {
        var body = CloudEventsBatch.Write(batch);
        while (true)
        {
            using var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue(CloudEventsBatch.MediaType);
            using var response = await http.PostAsync("/v1/events", content, ct);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), time, ct);
                continue;
            }
            if (!response.IsSuccessStatusCode)
                throw new StoreException("demo-refused",
                    $"The server answered {(int)response.StatusCode} to a batch of the story: {await response.Content.ReadAsStringAsync(ct)}");
            return await response.Content.ReadFromJsonAsync<Answer>(ct)
                ?? throw new StoreException("demo-refused", "The server answered without a body.");
        }
    }

    internal sealed record Answer(IReadOnlyList<Result> Results, long? Position);

    internal sealed record Result(string Id, string Status, string? Code, string? Reason);
}

/// <summary>What became of the events sent. For several threads.</summary>
internal sealed class SentCounts
{
    private readonly Lock gate = new();

    public long Stored { get; private set; }

    public long Duplicates { get; private set; }

    public long Others { get; private set; }

    /// <summary>Highest position seen.</summary>
    public long Position { get; private set; }

    /// <summary>What was wrong with the first event that is neither stored nor known; null: nothing.</summary>
    public string? FirstProblem { get; private set; }

    public void Take(StorySender.Answer answer)
    {
        lock (gate)
        {
            Position = Math.Max(Position, answer.Position ?? 0);
            foreach (var result in answer.Results)
                switch (result.Status)
                {
                    case "stored": Stored++; break;
                    case "duplicate": Duplicates++; break;
                    default:
                        Others++;
                        FirstProblem ??= $"{result.Id}: {result.Status} {result.Code} {result.Reason}";
                        break;
                }
        }
    }
}
