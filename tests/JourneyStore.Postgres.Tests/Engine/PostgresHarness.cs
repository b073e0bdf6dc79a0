using JourneyStore.Engine.Storage;
using JourneyStore.EngineContract.Harness;
using JourneyStore.Postgres.Local;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Postgres.Tests.Engine;

/// <summary>Engines on a fresh database of the server that all tests share.</summary>
public sealed class PostgresHarness : EngineHarness
{
    /// <summary>How to reach the test's database; small pools, because many tests' pools live side by side.</summary>
    public string ConnectionString { get; private set; } = "";

    public override async Task OpenAsync()
    {
        var server = await TemporaryServer.SharedAsync(CancellationToken.None);
        var database = await server.CreateDatabaseAsync(CancellationToken.None);
        ConnectionString = new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 16 }.ConnectionString;
    }

    public override IStorage OpenStorage() => PostgresStorage.Open(ConnectionString, Time, NullLoggerFactory.Instance);

    /// <summary>A connection beside the engines, for what no engine does.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The database goes with its server: dropping one makes the server flush all, which takes longer than the test.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
