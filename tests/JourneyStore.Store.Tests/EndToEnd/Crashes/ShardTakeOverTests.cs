using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>Server processes share the shards of the projections; when one dies, the others go on with its shards within seconds.</summary>
public sealed class ShardTakeOverTests
{
    private const int Clients = 6;
    private static readonly TimeSpan FewSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_shards_of_a_killed_server_are_taken_over_within_seconds_and_nothing_is_lost_or_doubled()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var producers = new Producers(Clients);
        await using var survivor = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        await using var doomed = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        await Eventually.Async(async () =>
        {
            var (one, other) = (await OwnedAsync(survivor), await OwnedAsync(doomed));
            return one.Count == 6 && other.Count == 6 && !one.Overlaps(other);
        });

        using var stop = new CancellationTokenSource();
        var sending = producers.SendAsync(stop.Token, survivor.Client, doomed.Client);
        await producers.MoreAsync(500);
        await doomed.Process.KillAsync();
        var died = TimeProvider.System.GetTimestamp();
        await Eventually.Async(async () => (await OwnedAsync(survivor)).Count == 12);
        var taken = TimeProvider.System.GetElapsedTime(died);
        await producers.MoreAsync(200);
        await stop.CancelAsync();
        await sending;
        await producers.FinishAsync(survivor.Client);

        taken.ShouldBeLessThan(FewSeconds);
        var newest = producers.Acknowledged.Values.Max();
        foreach (var view in new[] { "attention", "processes", "steps" }) await survivor.Client.ReachedAsync(view, newest);
        await survivor.ShouldHoldExactlyAsync(database.ConnectionString, producers.Acknowledged);
        (await JourneyProcess.RunAsync(database.ConnectionString, "verify")).ShouldBeDone();
    }

    private static async Task<HashSet<string>> OwnedAsync(JourneyService service)
    {
        var owned = new HashSet<string>();
        foreach (var view in (await service.Client.GetJsonAsync("/v1/status")).List("projections"))
            foreach (var shard in view.List("shards").Where(shard => shard.GetProperty("ownedHere").GetBoolean()))
                owned.Add($"{view.Text("name")}:{shard.Number("shard")}");
        return owned;
    }
}
