using JourneyStore.Engine.Storage;
using JourneyStore.EngineContract.Harness;
using JourneyStore.Postgres.Local;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Postgres.Tests.Engine;

/// <summary>Engines on a fresh database of the server that all tests share.</summary>
public sealed class PostgresHarness : EngineHarness
{
    private TemporaryServer? server;

    /// <summary>How to reach the test's database; small pools, because many tests' pools live side by side.</summary>
    public string ConnectionString { get; private set; } = "";

    public override async Task OpenAsync()
    {
        server = await TemporaryServer.SharedAsync(CancellationToken.None);
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

    public override async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DropDatabaseAsync(ConnectionString, CancellationToken.None);
    }
}
