using JourneyStore.Engine;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Storage;
using JourneyStore.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>A fresh, empty store for one test, on the server that all tests share, and engines on it.</summary>
/// <param name="withoutSchema">True for a database that nothing was ever done to; it is not used again.</param>
public sealed class StoreHarness(bool withoutSchema = false) : IAsyncDisposable
{
    private static int enginesMade;

    /// <summary>What every engine of the tests has in its rooms, unless a test says otherwise.</summary>
    public static Inventory Rooms { get; } = Inventory.Discover();

    /// <summary>Customers of the tests are numbered, from 0 on, which names nobody by the built-in rules.</summary>
    public static IdentityRules Numbered { get; } = IdentityRules.Read("""{ "*": { "allowed": ["0"] } }""");

    public SteeredTime Time { get; } = new();

    /// <summary>How to reach the test's database.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Makes the empty store.</summary>
    public async Task OpenAsync() => ConnectionString = withoutSchema ? await DatabasePool.CreateAsync() : await DatabasePool.TakeAsync();

    /// <summary>A way to the database of its own, as another process would have.</summary>
    public Database OpenDatabase() => Database.Open(ConnectionString, Time, NullLoggerFactory.Instance);

    /// <summary>Starts an engine; a second one plays a second process on the same store.</summary>
    public async Task<JourneyEngine> StartEngineAsync(EngineOptions? options = null, Inventory? rooms = null)
    {
        var ids = new SeededIds(Interlocked.Increment(ref enginesMade));
        options ??= new EngineOptions();
        options = options with { Identity = options.Identity ?? Numbered };
        var engine = new JourneyEngine(OpenDatabase(), rooms ?? Rooms, options, Time, ids, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>A connection beside the engines, for what no engine does.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Cuts the connections on which engines own shards and rebuilds, as a network does.</summary>
    public async Task CutOwnershipsAsync()
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

    /// <summary>Gives the database back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!withoutSchema) await DatabasePool.GiveBackAsync(ConnectionString);
    }
}
