using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>The server process ends in the middle of work, by force or by request.</summary>
public sealed class ServerCrashTests
{
    private const int Clients = 6;

    [Fact]
    public async Task An_acknowledged_event_survives_the_killed_server()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var producers = new Producers(Clients);
        for (var crash = 0; crash < 3; crash++)
        {
            await using var doomed = await JourneyService.StartAsync(database.ConnectionString, "--dev");
            var sending = producers.SendAsync(CancellationToken.None, doomed.Client);
            await producers.MoreAsync(500);
            await doomed.Process.KillAsync();
            await sending;
        }

        await using var service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        await producers.FinishAsync(service.Client);

        await service.ShouldHoldExactlyAsync(database.ConnectionString, producers.Acknowledged);
    }

    [Fact]
    public async Task A_server_asked_to_stop_answers_what_it_has_taken_and_ends_well()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var producers = new Producers(Clients);
        await using (var stopped = await JourneyService.StartAsync(database.ConnectionString, "--dev"))
        {
            var sending = producers.SendAsync(CancellationToken.None, stopped.Client);
            await producers.MoreAsync(1_000);
            stopped.Process.Terminate();
            (await stopped.Process.EndAsync()).ShouldBe(0, stopped.Process.Error.All);
            await sending;
        }
        producers.Refusals.ShouldBeEmpty("what comes in time is answered, what comes too late finds nobody");

        await using var service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
        await producers.FinishAsync(service.Client);

        await service.ShouldHoldExactlyAsync(database.ConnectionString, producers.Acknowledged);
    }

    [Fact]
    public async Task When_one_of_two_servers_is_killed_the_other_loses_nothing_and_goes_on_with_its_projections()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var producers = new Producers(Clients);
        await using var survivor = await StartPairAsync(database.ConnectionString, producers);

        await producers.FinishAsync(survivor.Client);

        var newest = producers.Acknowledged.Values.Max();
        foreach (var view in new[] { "attention", "processes", "steps" }) await survivor.Client.ReachedAsync(view, newest);
        await survivor.ShouldHoldExactlyAsync(database.ConnectionString, producers.Acknowledged);
    }

    private static async Task<JourneyService> StartPairAsync(string database, Producers producers)
    {
        // The first one to start owns the projections, and is the one that is killed.
        await using var first = await JourneyService.StartAsync(database, "--dev");
        var second = await JourneyService.StartAsync(database, "--dev");
        using var stop = new CancellationTokenSource();
        var sending = producers.SendAsync(stop.Token, first.Client, second.Client);
        await producers.MoreAsync(1_000);
        await first.Process.KillAsync();
        await producers.MoreAsync(300);
        await stop.CancelAsync();
        await sending;
        return second;
    }
}
