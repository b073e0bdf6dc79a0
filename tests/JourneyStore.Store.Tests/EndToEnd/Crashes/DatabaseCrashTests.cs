using System.Net;
using JourneyStore.Embedded;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.Store.Tests.Embedded;

namespace JourneyStore.Store.Tests.EndToEnd.Crashes;

/// <summary>PostgreSQL itself ends in the middle of work.</summary>
public sealed class DatabaseCrashTests
{
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(15);
    private static readonly Dictionary<string, string> Small = new() { ["shared_buffers"] = "16MB", ["max_connections"] = "300" };

    [SkippableFact]
    public async Task An_acknowledged_event_survives_the_killed_database_and_the_server_comes_back_with_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The processes of a database are found by way of /proc.");
        await using var postgres = await TemporaryServer.StartAsync(Small, CancellationToken.None);
        var database = await postgres.CreateDatabaseAsync(CancellationToken.None);
        await using var service = await JourneyService.StartAsync(database, "--dev");
        var producers = new Producers(6);
        using var stop = new CancellationTokenSource();
        var sending = producers.SendAsync(stop.Token, service.Client);
        await producers.MoreAsync(1_000);

        var folder = await DataFolderAsync(postgres);
        await KilledDatabase.KillAllAsync(postgres.Server.ProcessId);
        await service.Client.GetAsync("/health/ready").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not-ready");
        (await service.Client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var refused = await service.Client.PostBatchAsync([new CloudEvent("refused", "load.step", "crm:refused")]))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }
        await service.Client.GetAsync("/v1/customers/crm:c1").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-away");

        await using var again =
            await LocalServer.StartAsync(new LocalServerOptions { DataFolder = folder, Settings = Small }, CancellationToken.None);
        again.ConnectionString.ShouldBe(postgres.Server.ConnectionString, "it comes back at the same place");
        await producers.MoreAsync(500);
        await stop.CancelAsync();
        await sending;

        producers.Refusals.ShouldNotBeEmpty();
        producers.Refusals.ShouldAllBe(refusal => refusal.Status == HttpStatusCode.ServiceUnavailable && refusal.Took < Quickly);
        foreach (var view in new[] { "attention", "processes", "steps" }) await service.Client.ReachedAsync(view, producers.Acknowledged.Values.Max());
        await service.ShouldHoldExactlyAsync(database, producers.Acknowledged);
    }

    [Fact]
    public async Task An_acknowledged_event_survives_a_database_that_recovers_by_itself_from_the_crash_of_a_session()
    {
        await using var postgres = await TemporaryServer.StartAsync(Small, CancellationToken.None);
        var database = await postgres.CreateDatabaseAsync(CancellationToken.None);
        await using var service = await JourneyService.StartAsync(database, "--dev");
        var producers = new Producers(6);
        using var stop = new CancellationTokenSource();
        var sending = producers.SendAsync(stop.Token, service.Client);
        await producers.MoreAsync(1_000);

        // One session at work dies by force; PostgreSQL then ends all others and recovers.
        var session = await Audit.NumberAsync(
            database, "select pid::bigint from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by state_change desc limit 1");
        await ServerProcess.KillAsync((int)session);
        await producers.MoreAsync(500);
        await stop.CancelAsync();
        await sending;

        producers.Refusals.ShouldAllBe(refusal => refusal.Status == HttpStatusCode.ServiceUnavailable && refusal.Took < Quickly);
        foreach (var view in new[] { "attention", "processes", "steps" }) await service.Client.ReachedAsync(view, producers.Acknowledged.Values.Max());
        await service.ShouldHoldExactlyAsync(database, producers.Acknowledged);
    }

    [SkippableFact]
    public async Task After_an_outage_while_nobody_asked_the_first_requests_are_served()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The processes of a database are found by way of /proc.");
        await using var postgres = await TemporaryServer.StartAsync(Small, CancellationToken.None);
        var database = await postgres.CreateDatabaseAsync(CancellationToken.None);
        await using var service = await JourneyService.StartAsync(database, "--dev");
        await service.Client.AppendAsync(Enumerable.Range(0, 20).Select(i => new CloudEvent($"before-{i}", "load.step", $"crm:c{i}")));
        await service.Client.GetJsonAsync("/v1/status");
        await service.Client.GetJsonAsync("/v1/customers/crm:c1");

        var folder = await DataFolderAsync(postgres);
        await KilledDatabase.KillAllAsync(postgres.Server.ProcessId);
        await using var again =
            await LocalServer.StartAsync(new LocalServerOptions { DataFolder = folder, Settings = Small }, CancellationToken.None);

        await service.Client.AppendAsync(Enumerable.Range(0, 20).Select(i => new CloudEvent($"after-{i}", "load.step", $"crm:c{i}")));
        (await service.Client.GetJsonAsync("/v1/status")).Number("events").ShouldBe(40);
        (await service.Client.GetJsonAsync("/v1/customers/crm:c1/timeline")).List("entries").Length.ShouldBe(2);
        (await service.Client.GetJsonAsync("/v1/held")).List("events").ShouldBeEmpty();
    }

    private static async Task<string> DataFolderAsync(TemporaryServer postgres)
    {
        await using var connection = new Npgsql.NpgsqlConnection(postgres.Server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select replace(current_setting('data_directory'), '/pgdata', '')", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
