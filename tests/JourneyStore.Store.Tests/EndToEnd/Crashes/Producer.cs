using System.Net;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>
/// A program that sends batch after batch and knows what was acknowledged. A batch without an answer is sent again, the same, until it
/// has one: what every producer of events should do.
/// </summary>
/// <param name="number">Which of the producers.</param>
internal sealed class Producer(int number)
{
    public const int BatchEvents = 20;
    public const int Customers = 30;
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Activities = ["Open", "Look", "Ask", "Answer", "Close"];
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<string, long> acknowledged = [];
    private List<CloudEvent>? unanswered;
    private int sent;
    private volatile int count;
    private volatile int refused;

    /// <summary>Position of every acknowledged event, by its id.</summary>
    public IReadOnlyDictionary<string, long> Acknowledged => acknowledged;

    /// <summary>How many those are; may be asked while it sends.</summary>
    public int Count => count;

    /// <summary>Answers that were refusals, with the time that they took.</summary>
    public List<(HttpStatusCode Status, TimeSpan Took)> Refusals { get; } = [];

    /// <summary>How many refusals; may be asked while it sends.</summary>
    public int Refused => refused;

    /// <summary>Batches that were sent again because they had no answer.</summary>
    public int Repeats { get; private set; }

    /// <summary>Sends until it is stopped and all it sent is acknowledged, or until nobody listens any more.</summary>
    public async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        while (unanswered is not null || !stop.IsCancellationRequested)
        {
            if (unanswered is null) unanswered = Next();
            else Repeats++;
            var start = TimeProvider.System.GetTimestamp();
            try
            {
                using var response = await client.PostBatchAsync(unanswered, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    await AcknowledgeAsync(response);
                    continue;
                }
                Refusals.Add((response.StatusCode, TimeProvider.System.GetElapsedTime(start)));
                refused = Refusals.Count;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return;
            }
            await Task.Delay(BeforeNextTry, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task AcknowledgeAsync(HttpResponseMessage response)
    {
        var results = (await response.JsonAsync(HttpStatusCode.OK)).List("results");
        results.Select(result => result.Text("id")).ShouldBe(unanswered!.Select(one => one.Id));
        foreach (var result in results)
        {
            result.Text("status").ShouldBeOneOf("stored", "duplicate");
            acknowledged.Add(result.Text("id")!, result.Number("position"));
        }
        unanswered = null;
        count = acknowledged.Count;
    }

    private List<CloudEvent> Next() => [.. Enumerable.Range(0, BatchEvents).Select(_ => One(sent++))];

    // Every producer tells of every customer, so that producers meet at the same streams; every seventh event comes late.
    private CloudEvent One(int n)
    {
        var customer = (number * 11 + n) % Customers;
        return new CloudEvent($"{number}-{n}", "load.step", $"crm:c{customer}")
        {
            Process = "load",
            CaseId = $"{customer}-{n / 100}",
            Activity = Activities[n % Activities.Length],
            Time = Start.AddSeconds(n * 10 - (n % 7 == 0 ? 500 : 0)).AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        };
    }
}
