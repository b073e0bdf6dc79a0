using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>An async view is folded by one server process at a time; when that one dies, another goes on with it within seconds.</summary>
public sealed class ViewTakeOverTests
{
    private const int Clients = 6;
    private static readonly TimeSpan FewSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_views_of_a_killed_server_are_taken_over_within_seconds_and_nothing_is_lost_or_doubled()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var producers = new Producers(Clients);
        // Who comes first folds everything.
        await using var doomed = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        using var stop = new CancellationTokenSource();
        var alone = producers.SendAsync(stop.Token, doomed.Client);
        await producers.MoreAsync(50);
        await stop.CancelAsync();
        await alone;
        await ReachedAsync(doomed, producers.Acknowledged.Values.Max());
        await using var survivor = await JourneyService.StartAsync(database.ConnectionString, "--dev");

        using var end = new CancellationTokenSource();
        var sending = producers.SendAsync(end.Token, survivor.Client, doomed.Client);
        await producers.MoreAsync(500);
        await doomed.Process.KillAsync();
        var died = TimeProvider.System.GetTimestamp();
        await ReachedAsync(survivor, producers.Acknowledged.Values.Max());
        var taken = TimeProvider.System.GetElapsedTime(died);
        await producers.MoreAsync(200);
        await end.CancelAsync();
        await sending;
        await producers.FinishAsync(survivor.Client);

        taken.ShouldBeLessThan(FewSeconds);
        await ReachedAsync(survivor, producers.Acknowledged.Values.Max());
        await survivor.ShouldHoldExactlyAsync(database.ConnectionString, producers.Acknowledged);
        (await JourneyProcess.RunAsync(database.ConnectionString, "verify")).ShouldBeDone();
    }

    private static async Task ReachedAsync(JourneyService service, long position)
    {
        foreach (var view in new[] { "attention", "processes", "steps" }) await service.Client.ReachedAsync(view, position);
    }
}
