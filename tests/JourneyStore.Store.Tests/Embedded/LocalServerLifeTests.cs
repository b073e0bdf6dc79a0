using JourneyStore.Embedded;
using Npgsql;

namespace JourneyStore.Store.Tests.Embedded;

public sealed class LocalServerLifeTests(PreparedCluster cluster) : DataFolderFixture, IClassFixture<PreparedCluster>
{
    private const string BySocket = "select inet_server_addr() is null";

    [Fact]
    public async Task A_first_start_creates_the_cluster_and_a_second_finds_its_data()
    {
        var said = new List<string>();
        string before;
        await using (var server = await LocalServer.StartAsync(Options with { Progress = said.Add }, Soon))
        {
            before = server.ConnectionString;
            server.Owned.ShouldBeTrue();
            server.ServerVersion.Major.ShouldBeGreaterThanOrEqualTo(14);
            new NpgsqlConnectionStringBuilder(before).Database.ShouldBe("journeystore");
            await RunAsync(before, "create table kept (id int); insert into kept values (42)");
        }
        said.ShouldContain(line => line.StartsWith("creating a private PostgreSQL"));

        await using var again = await StartAsync();
        again.Owned.ShouldBeTrue();
        again.ConnectionString.ShouldBe(before, "the port and the password are remembered");
        (await QueryAsync<int>(again.ConnectionString, "select id from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Dispose_leaves_no_process_and_keeps_the_data()
    {
        cluster.CopyTo(Folder);
        var server = await StartAsync();
        IsRunning(server).ShouldBeTrue();
        await server.DisposeAsync();
        await server.DisposeAsync();
        IsRunning(server).ShouldBeFalse();
        Directory.Exists(Path.Combine(Folder, "pgdata")).ShouldBeTrue();
        Directory.GetFiles(Path.Combine(Folder, "users")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_temporary_server_takes_its_folder_with_it()
    {
        var server = await LocalServer.StartAsync(Options with { Temporary = true }, Soon);
        Directory.Exists(Folder).ShouldBeTrue();
        await server.DisposeAsync();
        IsRunning(server).ShouldBeFalse();
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Kept_data_opened_as_temporary_is_not_deleted()
    {
        cluster.CopyTo(Folder);
        await (await StartAsync()).DisposeAsync();
        await (await LocalServer.StartAsync(Options with { Temporary = true }, Soon)).DisposeAsync();
        File.Exists(Path.Combine(Folder, "pgdata", "PG_VERSION")).ShouldBeTrue();
    }

    [Fact]
    public async Task Settings_promise_durability_and_can_be_extended()
    {
        var settings = new Dictionary<string, string>(Small) { ["application_name"] = @"it's \ here" };
        cluster.CopyTo(Folder);
        await using var server = await LocalServer.StartAsync(Options with { Settings = settings }, Soon);
        (await QueryAsync<string>(server.ConnectionString,
            "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in " +
            "('fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'autovacuum', 'TimeZone', 'server_encoding', 'listen_addresses', 'data_checksums')"))
            .ShouldBe("TimeZone=UTC autovacuum=on data_checksums=on fsync=on full_page_writes=on jit=off listen_addresses=127.0.0.1 server_encoding=UTF8 synchronous_commit=on");
        (await QueryAsync<string>(server.ConnectionString, "select boot_val || reset_val from pg_settings where name = 'application_name'")).ShouldBe(@"it's \ here");
        (await QueryAsync<string>(server.ConnectionString, "select datcollate from pg_database where datname = 'journeystore'")).ShouldBe("C");
    }

    [SkippableFact]
    public async Task It_is_reached_by_its_socket_file_and_by_tcp_as_well()
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no socket files on Windows");
        cluster.CopyTo(Folder);
        await using var server = await StartAsync();
        (await QueryAsync<bool>(server.ConnectionString, BySocket)).ShouldBeTrue();
        var byTcp = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1" }.ConnectionString;
        (await QueryAsync<bool>(byTcp, BySocket)).ShouldBeFalse();
    }

    [Fact]
    public async Task In_a_folder_too_deep_for_a_socket_file_it_is_reached_by_tcp()
    {
        var deep = Beside(new string('d', 80));
        cluster.CopyTo(deep);
        await using var server = await LocalServer.StartAsync(Options with { DataFolder = deep }, Soon);
        (await QueryAsync<bool>(server.ConnectionString, BySocket)).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_enters_without_the_password_which_only_the_owner_can_read()
    {
        cluster.CopyTo(Folder);
        await using var server = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync(Soon))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        File.Exists(Path.Combine(Folder, "initial-password")).ShouldBeFalse();
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Path.Combine(Folder, "server.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [SkippableFact]
    public async Task Existing_data_gets_the_binaries_of_its_own_version_even_beside_newer_ones()
    {
        Skip.If(OperatingSystem.IsWindows(), "pretends with a shell script");
        cluster.CopyTo(Folder);
        var newer = Directory.CreateDirectory(Beside("newer")).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            await File.WriteAllTextAsync(Path.Combine(newer, program), "#!/bin/sh\necho 'postgres (PostgreSQL) 99.1'\n", Soon);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(newer, program), (UnixFileMode)Convert.ToInt32("755", 8));
        }
        var own = Path.GetDirectoryName((await File.ReadAllTextAsync(Path.Combine(Folder, "pgdata", "postmaster.opts"), Soon)).Split(" \"")[0])!;
        await using (var server = await LocalServer.StartAsync(Options with { SearchFolders = [newer, own] }, Soon))
            server.ServerVersion.Major.ShouldBeLessThan(99);

        var refused = await Should.ThrowAsync<LocalServerException>(() =>
            LocalServer.StartAsync(Options with { SearchFolders = [newer], NpmCacheFolder = Beside("cache"), AllowInstall = false }, Soon));
        refused.Code.ShouldBe("older-data");
        refused.Message.ShouldContain("99 in");
    }

    [SkippableFact]
    public async Task The_server_is_in_a_session_of_its_own_where_Ctrl_C_does_not_reach_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads Linux's process table");
        cluster.CopyTo(Folder);
        await using var server = await StartAsync();
        SessionOf(server.ProcessId).ShouldNotBe(SessionOf(Environment.ProcessId));

        static string SessionOf(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ')[4];
    }

    [Fact]
    public async Task A_start_on_existing_data_is_not_much_slower_than_pg_ctl_alone()
    {
        cluster.CopyTo(Folder);
        await (await StartAsync()).DisposeAsync();
        var data = Path.Combine(Folder, "pgdata");
        var pgCtl = Path.Combine(Path.GetDirectoryName((await File.ReadAllTextAsync(Path.Combine(data, "postmaster.opts"), Soon)).Split(" \"")[0])!, "pg_ctl");
        var (ours, raw) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        // The best of a few pairs: on a busy machine a single run says little.
        for (var pair = 0; pair < 4; pair++)
        {
            raw = Min(raw, await TimeAsync(() => Task.FromResult(Outside.RunAsServersAccount(pgCtl, "start", "-s", "-w", "-D", data, "-l", Path.Combine(Folder, "log", "postgres.log")))));
            Outside.RunAsServersAccount(pgCtl, "stop", "-s", "-w", "-D", data).ShouldBeTrue();
            LocalServer? server = null;
            ours = Min(ours, await TimeAsync(async () => server = await StartAsync()));
            await server!.DisposeAsync();
        }
        ours.ShouldBeLessThan(raw * 2, $"ours {ours.TotalMilliseconds:0} ms, pg_ctl {raw.TotalMilliseconds:0} ms");

        static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
        static async Task<TimeSpan> TimeAsync(Func<Task> what)
        {
            var start = TimeProvider.System.GetTimestamp();
            await what();
            return TimeProvider.System.GetElapsedTime(start);
        }
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_process()
    {
        cluster.CopyTo(Folder);
        using var stop = new CancellationTokenSource();
        var options = Options with { Progress = line => { if (line.StartsWith("starting")) stop.Cancel(); } };
        await Should.ThrowAsync<OperationCanceledException>(() => LocalServer.StartAsync(options, stop.Token));
        File.Exists(Path.Combine(Folder, "pgdata", "postmaster.pid")).ShouldBeFalse();
        await using var later = await StartAsync();
        later.Owned.ShouldBeTrue();
    }
}
