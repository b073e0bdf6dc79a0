using JourneyStore.Embedded;
using Npgsql;

namespace JourneyStore.Store.Tests.Embedded;

public sealed class TemporaryServerTests : DataFolderFixture
{
    [Fact]
    public async Task One_server_is_shared_and_each_database_is_fresh()
    {
        var server = await TemporaryServer.SharedAsync(Soon);
        (await TemporaryServer.SharedAsync(Soon)).ShouldBeSameAs(server);
        var first = await server.CreateDatabaseAsync(Soon);
        var second = await server.CreateDatabaseAsync(Soon);
        await RunAsync(first, "create table only_here (id int)");
        (await QueryAsync<bool>(second, "select to_regclass('only_here') is null")).ShouldBeTrue();
        await server.DropDatabaseAsync(first, Soon);
        await Should.ThrowAsync<PostgresException>(() => QueryAsync<int>(first, "select 1"));
        await server.DropDatabaseAsync(second, Soon);
    }

    [Fact]
    public async Task What_a_killed_test_process_left_behind_is_reaped_by_the_next()
    {
        var doomed = await TemporaryServer.StartAsync(Small, Soon);
        await using var other = await TemporaryServer.StartAsync(Small, Soon);
        IsRunning(doomed.Server).ShouldBeTrue("a server in use is not reaped");
        var folder = await QueryAsync<string>(doomed.Server.ConnectionString, "select replace(current_setting('data_directory'), '/pgdata', '')");
        await doomed.DisposeAsync();
        Directory.Exists(folder).ShouldBeFalse();

        // A killed process: data and state lie there, and no lock is held.
        var left = Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "server.json"),
            """{"Password":"x","Port":1,"Account":"nobody","Temporary":true,"Machine":"here"}""", Soon);
        Directory.CreateDirectory(Path.Combine(left.FullName, "pgdata"));
        await using var next = await TemporaryServer.StartAsync(Small, Soon);
        Directory.Exists(folder).ShouldBeFalse();
        IsRunning(other.Server).ShouldBeTrue();
    }
}
