using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>Several producers at once.</summary>
internal sealed class Producers(int count)
{
    private readonly Producer[] all = [.. Enumerable.Range(0, count).Select(number => new Producer(number))];

    /// <summary>Position of every acknowledged event, by its id; when nothing is being sent.</summary>
    public Dictionary<string, long> Acknowledged => all.SelectMany(one => one.Acknowledged).ToDictionary();

    public IEnumerable<(System.Net.HttpStatusCode Status, TimeSpan Took)> Refusals => all.SelectMany(one => one.Refusals);

    /// <summary>Batches that were sent again because they had no answer.</summary>
    public int Repeats => all.Sum(one => one.Repeats);

    /// <summary>How many refusals; may be asked while sending.</summary>
    public int Refused => all.Sum(one => one.Refused);

    /// <summary>How many events are acknowledged; may be asked while sending.</summary>
    public int Count => Sum();

    /// <summary>Sends until stopped, or until nobody listens. Producers share the clients given.</summary>
    public Task SendAsync(CancellationToken stop, params IReadOnlyList<HttpClient> clients) =>
        Task.WhenAll(all.Select((one, i) => Task.Run(() => one.SendAsync(clients[i % clients.Count], stop))));

    /// <summary>Returns when this many more events than now are acknowledged.</summary>
    public Task MoreAsync(int events)
    {
        var enough = Sum() + events;
        return Eventually.Async(() => Task.FromResult(Sum() >= enough));
    }

    /// <summary>Sends what has no answer yet, and nothing new.</summary>
    public Task FinishAsync(HttpClient client) => SendAsync(new CancellationToken(canceled: true), client);

    private int Sum() => all.Sum(one => one.Count);
}
