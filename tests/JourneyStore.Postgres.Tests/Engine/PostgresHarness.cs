using JourneyStore.Engine.Storage;
using JourneyStore.EngineContract.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Postgres.Tests.Engine;

/// <summary>Engines on a database of the server that all tests share.</summary>
/// <param name="withoutSchema">True for a database that nothing was ever done to; it is not used again.</param>
public sealed class PostgresHarness(bool withoutSchema = false) : EngineHarness
{
    /// <summary>How to reach the test's database.</summary>
    public string ConnectionString { get; private set; } = "";

    public override async Task OpenAsync() => ConnectionString = withoutSchema ? await DatabasePool.CreateAsync() : await DatabasePool.TakeAsync();

    public override IStorage OpenStorage() => PostgresStorage.Open(ConnectionString, Time, NullLoggerFactory.Instance);

    /// <summary>A connection beside the engines, for what no engine does.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public override async Task CutOwnershipsAsync()
    {
        await using var connection = await ConnectAsync();
        // Whoever owns anything, owns it by a session's advisory lock.
        await using var command = new NpgsqlCommand(
            """
            select pg_terminate_backend(l.pid) from pg_locks l
            where l.locktype = 'advisory' and l.database = (select d.oid from pg_database d where d.datname = current_database())
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (!withoutSchema) await DatabasePool.GiveBackAsync(ConnectionString);
    }
}
