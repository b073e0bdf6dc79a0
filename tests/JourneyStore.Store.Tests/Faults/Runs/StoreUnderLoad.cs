using System.Net;
using JourneyStore.Engine;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Embedded;
using JourneyStore.Store.Tests.EndToEnd.Crashes;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.Store.Tests.Faults.Cuts;
using JourneyStore.Store.Tests.Embedded;
using JourneyStore.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Store.Tests.Faults.Runs;

/// <summary>A real server process, on a real PostgreSQL of its own, with a proxy between them and producers that never let go of an event.</summary>
internal sealed class StoreUnderLoad : IAsyncDisposable
{
    private const int Clients = 6;
    private const int EnoughRefusals = 12;
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(20);

    // Little log ahead of the data, so that a small disk is soon full; fsync costs nothing on a disk in memory.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["shared_buffers"] = "16MB", ["max_connections"] = "100", ["min_wal_size"] = "32MB", ["max_wal_size"] = "64MB",
    };

    private readonly SmallDisk disk;
    private readonly Random chance;
    private readonly Producers producers = new(Clients);
    private readonly List<LocalServer> postgres = [];
    private readonly List<EndWithTests> watches = [];
    private CuttingProxy proxy = null!;
    private JourneyService service = null!;
    private CancellationTokenSource stop = new();
    private Task sending = Task.CompletedTask;

    private StoreUnderLoad(SmallDisk disk, int seed) => (this.disk, chance) = (disk, new Random(seed));

    public static async Task<StoreUnderLoad> StartAsync(SmallDisk disk, int seed)
    {
        var store = new StoreUnderLoad(disk, seed);
        await store.StartPostgresAsync();
        store.proxy = CuttingProxy.To(store.Database);
        store.service = await JourneyService.StartAsync(store.proxy.ConnectionString, "--dev");
        return store;
    }

    private string Database => postgres[0].ConnectionString;

    /// <summary>One round: load, the fault at a moment drawn by lot, recovery, and the audit.</summary>
    public async Task<FaultRound> RoundAsync(int number, RunFault fault)
    {
        var (acknowledged, repeats, refusals) = (producers.Count, producers.Repeats, producers.Refused);
        Send();
        await producers.MoreAsync(1 + chance.Next(400));
        var remark = fault switch
        {
            RunFault.ServerKilled => await KillServerAsync(),
            RunFault.DatabaseKilled => await KillDatabaseAsync(),
            RunFault.ConnectionsCut => await CutConnectionsAsync(),
            RunFault.DiskFull => await FillDiskAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };
        var ended = TimeProvider.System.GetTimestamp();
        await producers.MoreAsync(1);
        var recovered = TimeProvider.System.GetElapsedTime(ended);
        await producers.MoreAsync(200);
        await stop.CancelAsync();
        await sending;
        await AuditAsync();
        return new FaultRound(
            number, fault, producers.Count - acknowledged, producers.Repeats - repeats, producers.Refused - refusals, recovered, remark);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        disk.MakeRoom();
        await service.DisposeAsync();
        await sending;
        await proxy.DisposeAsync();
        stop.Dispose();
        foreach (var watch in watches) watch.Dispose();
        foreach (var server in postgres) await server.DisposeAsync();
    }

    private void Send()
    {
        stop.Dispose();
        stop = new CancellationTokenSource();
        sending = producers.SendAsync(stop.Token, service.Client);
    }

    private async Task<string> KillServerAsync()
    {
        await service.Process.KillAsync();
        await sending;
        await service.DisposeAsync();
        service = await JourneyService.StartAsync(proxy.ConnectionString, "--dev");
        Send();
        return "";
    }

    private async Task<string> KillDatabaseAsync()
    {
        await KilledDatabase.KillAllAsync(postgres[^1].ProcessId);
        await StartPostgresAsync();
        return "";
    }

    private async Task<string> CutConnectionsAsync()
    {
        const int cuts = 12;
        for (var i = 0; i < cuts; i++)
        {
            var side = chance.Next(2) == 0 ? Side.Frontend : Side.Backend;
            var cut = new Cut(side, 1 + chance.Next(300), chance.Next(2) == 0 ? Counting.AllConnections : Counting.OneTransaction);
            proxy.Arm(cut);
            await producers.MoreAsync(1 + chance.Next(60));
            if (chance.Next(4) == 0) proxy.CutAll();
        }
        return $"{cuts} cuts";
    }

    private async Task<string> FillDiskAsync()
    {
        var before = producers.Refused;
        disk.Fill();
        // What is freed meanwhile, by a log file that is not needed any more, is taken too.
        await Eventually.Async(() =>
        {
            disk.Fill();
            return Task.FromResult(producers.Refused >= before + EnoughRefusals);
        });
        disk.MakeRoom();
        if (await AnswersAsync()) return "PostgreSQL stayed";
        await StartPostgresAsync();
        return "PostgreSQL had ended and was started again";
    }

    private async Task<bool> AnswersAsync()
    {
        // While it recovers by itself it refuses; when its process is gone, somebody has to start it.
        var answers = false;
        await Eventually.Async(async () =>
        {
            try
            {
                await Audit.NumberAsync(Database, "select 1::bigint");
                return answers = true;
            }
            catch (NpgsqlException)
            {
                return !ServerProcess.IsRunning(postgres[^1].ProcessId);
            }
        });
        return answers;
    }

    private async Task StartPostgresAsync()
    {
        var server = await LocalServer.StartAsync(new LocalServerOptions { DataFolder = disk.Folder, Settings = Settings }, CancellationToken.None);
        postgres.Add(server);
        server.ConnectionString.ShouldBe(Database, "it comes back at the same place");
        watches.Add(EndWithTests.Watch(server.ProcessId));
    }

    private async Task AuditAsync()
    {
        producers.Refusals.ShouldAllBe(refusal => refusal.Status == HttpStatusCode.ServiceUnavailable && refusal.Took < Quickly);
        var stored = new List<KeyValuePair<string, long>>();
        await using (var connection = new NpgsqlConnection(Database + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select headers ->> 'id', seq_id from mt_events", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) stored.Add(KeyValuePair.Create(reader.GetString(0), reader.GetInt64(1)));
        }
        var acknowledged = producers.Acknowledged;
        stored.Count.ShouldBe(stored.DistinctBy(one => one.Key).Count(), "no event is stored twice");
        acknowledged.Except(stored).ShouldBeEmpty("no acknowledged event is lost, and each is where it was said to be");
        stored.Count.ShouldBe(acknowledged.Count, "everything that was sent is acknowledged by now");
        foreach (var view in new[] { "attention", "processes", "steps" }) await service.Client.ReachedAsync(view, acknowledged.Values.Max());
        var storage = JourneyStore.Engine.Storage.Database.Open(Database, TimeProvider.System, NullLoggerFactory.Instance);
        await using var engine = new JourneyEngine(
            storage, StoreHarness.Rooms, new EngineOptions { RunProjections = false }, TimeProvider.System, new SeededIds(0),
            NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        var report = await engine.VerifyAsync(null, null, CancellationToken.None);
        report.LogProblems.ShouldBeEmpty();
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
    }
}
