using System.Globalization;
using JourneyStore.Embedded;
using Npgsql;
using Testcontainers.PostgreSql;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>
/// The server on which tests make their databases: the one that <c>JOURNEYSTORE_TEST_DB</c> names (a role that may create databases and is a
/// superuser), else a
/// container where a Docker engine answers, else a private one.
/// </summary>
internal sealed class TestServer
{
    private const string Given = "JOURNEYSTORE_TEST_DB";
    private const string Image = "postgres:18";
    private static readonly Lazy<Task<TestServer>> Started = new(StartAsync);

    private readonly string connectionString;
    private int databases;

    private TestServer(string connectionString) => this.connectionString = connectionString;

    /// <summary>The one of this process.</summary>
    public static Task<TestServer> SharedAsync() => Started.Value;

    /// <summary>Creates an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        // Of this process, so that runs side by side on one server do not meet; one of the same name was left by a process that is no more.
        var name = string.Create(CultureInfo.InvariantCulture, $"journeystore_test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync($"drop database if exists {name} with (force)");
        await ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Drops a database, with all connections to it.</summary>
    public Task DropDatabaseAsync(string database) =>
        ExecuteAsync($"drop database if exists {new NpgsqlConnectionStringBuilder(database).Database} with (force)");

    private static async Task<TestServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Given) is { Length: > 0 } given) return new TestServer(given);
        if (!DockerAnswers()) return new TestServer((await TemporaryServer.SharedAsync(CancellationToken.None)).Server.ConnectionString);
        // Removed with this process by Testcontainers itself.
        var container = new PostgreSqlBuilder(Image).WithCommand("-c", "max_connections=300", "-c", "fsync=off").Build();
        await container.StartAsync();
        return new TestServer(container.GetConnectionString());
    }

    private static bool DockerAnswers() =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } || File.Exists("/var/run/docker.sock");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
