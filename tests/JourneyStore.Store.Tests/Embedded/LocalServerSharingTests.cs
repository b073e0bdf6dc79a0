using System.Net;
using System.Net.Sockets;
using JourneyStore.Embedded;
using Npgsql;

namespace JourneyStore.Store.Tests.Embedded;

public sealed class LocalServerSharingTests(PreparedCluster cluster) : DataFolderFixture, IClassFixture<PreparedCluster>
{
    [Fact]
    public async Task Two_starts_at_once_share_one_server_and_the_last_user_stops_it()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        both.Count(server => server.Owned).ShouldBe(1);
        both[0].ProcessId.ShouldBe(both[1].ProcessId);

        var (starter, joiner) = both[0].Owned ? (both[0], both[1]) : (both[1], both[0]);
        await starter.DisposeAsync();
        (await QueryAsync<int>(joiner.ConnectionString, "select 1")).ShouldBe(1, "never stopped under another user");
        await joiner.DisposeAsync();
        IsRunning(joiner).ShouldBeFalse("no server is left behind after the last user");
    }

    [Fact]
    public async Task A_server_left_by_a_killed_parent_is_joined_and_stopped_by_its_new_user()
    {
        cluster.CopyTo(Folder);
        var orphan = await LeaveOrphanAsync();
        var server = await StartAsync();
        server.Owned.ShouldBeFalse();
        server.ProcessId.ShouldBe(orphan);
        await server.DisposeAsync();
        IsRunning(server).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_died_as_well_recovers_what_was_committed()
    {
        cluster.CopyTo(Folder);
        string connectionString;
        await using (var first = await StartAsync())
        {
            connectionString = first.ConnectionString;
            await RunAsync(connectionString, "create table kept (id int); insert into kept values (7)");
            await ServerProcess.KillAsync(first.ProcessId);

            await using var second = await StartAsync();
            second.Owned.ShouldBeTrue();
            (await QueryAsync<int>(second.ConnectionString, "select id from kept")).ShouldBe(7);
        }
        File.Exists(Path.Combine(Folder, "pgdata", "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_number_that_now_belongs_to_a_stranger_does_not_prevent_the_start()
    {
        cluster.CopyTo(Folder);
        await (await StartAsync()).DisposeAsync();
        var file = Path.Combine(Folder, "pgdata", "postmaster.pid");
        await File.WriteAllTextAsync(file, $"{Environment.ProcessId}\n{Folder}/pgdata\n1700000000\n5432\n\n127.0.0.1\n  1 1\nready   \n", Soon);
        var port = ServerState.Load(new ClusterFolder(Folder))!.Port;
        var socketLock = Path.Combine(Folder, "pgdata", $".s.PGSQL.{port}.lock");
        await File.WriteAllTextAsync(socketLock, $"{Environment.ProcessId}\n{Folder}/pgdata\n1700000000\n{port}\n.\n", Soon);
        await using var server = await StartAsync();
        server.Owned.ShouldBeTrue();
    }

    [Fact]
    public async Task When_the_remembered_port_is_taken_another_is_chosen()
    {
        cluster.CopyTo(Folder);
        string before;
        await using (var server = await StartAsync()) before = server.ConnectionString;
        using var occupant = Occupy(PortOf(before));
        await using var again = await StartAsync();
        PortOf(again.ConnectionString).ShouldNotBe(PortOf(before));
    }

    [Fact]
    public async Task A_port_that_was_asked_for_and_is_taken_is_said_and_not_replaced()
    {
        using var occupant = Occupy(0);
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        var settings = new Dictionary<string, string>(Small) { ["port"] = $"{port}" };
        var refused =
            await Should.ThrowAsync<LocalServerException>(() => LocalServer.StartAsync(Options with { Settings = settings, Temporary = true }, Soon));
        refused.Code.ShouldBe(LocalServerFailure.Port);
        refused.Message.ShouldContain($"port {port}");
        Directory.Exists(Folder).ShouldBeFalse("a temporary server that never ran leaves nothing either");
    }

    [Fact]
    public async Task A_start_that_cannot_get_the_lock_gives_up_in_time()
    {
        Directory.CreateDirectory(Folder);
        using var held = Hold(Path.Combine(Folder, "start.lock"));
        var refused = await Should.ThrowAsync<LocalServerException>(() =>
            LocalServer.StartAsync(Options with { StartTimeout = TimeSpan.FromMilliseconds(50) }, Soon));
        refused.Code.ShouldBe(LocalServerFailure.DataInUse);
        refused.Message.ShouldContain("start.lock");
    }

    [Fact]
    public async Task A_folder_in_use_on_another_machine_is_refused()
    {
        cluster.CopyTo(Folder);
        await (await StartAsync()).DisposeAsync();
        var state = Path.Combine(Folder, "server.json");
        await File.WriteAllTextAsync(state, (await File.ReadAllTextAsync(state, Soon)).Replace($"\"{Environment.MachineName}\"", "\"elsewhere\""), Soon);
        using var user = Hold(Path.Combine(Folder, "users", "1-elsewhere.lock"));
        var refused = await Should.ThrowAsync<LocalServerException>(StartAsync);
        refused.Code.ShouldBe(LocalServerFailure.DataInUse);
        refused.Message.ShouldContain("elsewhere");
    }

    [Fact]
    public async Task A_lost_password_is_replaced_and_the_data_kept()
    {
        cluster.CopyTo(Folder);
        await using (var server = await StartAsync()) await RunAsync(server.ConnectionString, "create table kept (id int); insert into kept values (9)");
        File.Delete(Path.Combine(Folder, "server.json"));
        File.Delete(Path.Combine(Folder, "server.conf"));
        await using var again = await StartAsync();
        (await QueryAsync<int>(again.ConnectionString, "select id from kept")).ShouldBe(9);
    }

    /// <summary>What a killed parent leaves: a running server, and a lock file that nobody holds any more.</summary>
    private async Task<int> LeaveOrphanAsync()
    {
        await (await StartAsync()).DisposeAsync();
        var data = Path.Combine(Folder, "pgdata");
        var program = (await File.ReadAllTextAsync(Path.Combine(data, "postmaster.opts"), Soon)).Split(" \"")[0];
        Outside.RunAsServersAccount(Path.Combine(Path.GetDirectoryName(program)!, "pg_ctl"), "start", "-w", "-D", data, "-l", Path.Combine(Folder, "log", "postgres.log"))
            .ShouldBeTrue();
        await File.WriteAllTextAsync(Path.Combine(Folder, "users", "12345-dead.lock"), "", Soon);
        return int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First());
    }

    private static int PortOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Port;

    private static FileStream Hold(string file) => new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static TcpListener Occupy(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }
}
