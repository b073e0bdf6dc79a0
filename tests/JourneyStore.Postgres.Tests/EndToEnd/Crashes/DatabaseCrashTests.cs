using System.Net;
using JourneyStore.Postgres.Local;
using JourneyStore.Postgres.Tests.EndToEnd.Harness;
using JourneyStore.Postgres.Tests.Local;

namespace JourneyStore.Postgres.Tests.EndToEnd.Crashes;

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
        await KillAllAsync(postgres.Server.ProcessId);
        await service.Client.GetAsync("/health/ready").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not-ready");
        (await service.Client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var refused = await service.Client.PostBatchAsync([new CloudEvent("refused", "load.step", "crm:refused")]))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }
        await service.Client.GetAsync("/v1/customers/crm:1").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-away");

        await using var again = await LocalServer.StartAsync(new LocalServerOptions { DataFolder = folder, Settings = Small }, CancellationToken.None);
        again.ConnectionString.ShouldBe(postgres.Server.ConnectionString, "it comes back at the same place");
        await producers.MoreAsync(500);
        await stop.CancelAsync();
        await sending;

        producers.Refusals.ShouldNotBeEmpty();
        producers.Refusals.ShouldAllBe(refusal => refusal.Status == HttpStatusCode.ServiceUnavailable && refusal.Took < Quickly);
        foreach (var view in new[] { "attention", "processes", "steps" }) await service.Client.ReachedAsync(view, producers.Acknowledged.Values.Max());
        await service.ShouldHoldExactlyAsync(database, producers.Acknowledged);
    }

    private static async Task<string> DataFolderAsync(TemporaryServer postgres)
    {
        await using var connection = new Npgsql.NpgsqlConnection(postgres.Server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select replace(current_setting('data_directory'), '/pgdata', '')", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    // The postmaster first, so that it cannot start anything anew; then all that it had started, before they can end what they are at.
    private static async Task KillAllAsync(int postmaster)
    {
        var started = ChildrenOf(postmaster);
        await ServerProcess.KillAsync(postmaster);
        foreach (var one in started)
        {
            try
            {
                await ServerProcess.KillAsync(one);
            }
            catch (ArgumentException)
            {
                // It has noticed the end of its postmaster and is gone.
            }
        }
    }

    private static List<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var process)) continue;
            try
            {
                // "pid (name) state parent …"; the name may hold anything.
                var stat = File.ReadAllText($"{folder}/stat");
                if (int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]) == parent) children.Add(process);
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        return children;
    }
}
