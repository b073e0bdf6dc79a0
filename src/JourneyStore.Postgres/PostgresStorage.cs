using JourneyStore.Engine;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Postgres;

/// <summary>The engine's storage on PostgreSQL 14 or newer.</summary>
public sealed class PostgresStorage : IStorage
{
    /// <summary>Opens a database; the schema is applied by <see cref="JourneyEngine.StartAsync"/>.</summary>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="logs">Where it logs.</param>
    public static PostgresStorage Open(string connectionString, ILoggerFactory logs) => throw new NotImplementedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
