using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace JourneyStore.Embedded;

/// <summary>
/// A real PostgreSQL server for tests: starts in about a second, gives any number of fresh databases, and is gone with its
/// data afterwards, also when the test process is killed; what is left behind all the same is removed by the next that starts.
/// </summary>
public sealed class TemporaryServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Starting = new(1);
    private static TemporaryServer? shared;
    private readonly EndOfProcessWatch watch;
    private int databases;

    private TemporaryServer(LocalServer server, EndOfProcessWatch watch) => (Server, this.watch) = (server, watch);

    /// <summary>The server itself, for its version and process.</summary>
    public LocalServer Server { get; }

    /// <summary>The one server of this process, started at the first call and ended with the process; do not dispose it.</summary>
    /// <exception cref="LocalServerException">The server cannot be had; a later call tries again.</exception>
    public static async Task<TemporaryServer> SharedAsync(CancellationToken ct)
    {
        await Starting.WaitAsync(ct);
        try
        {
            if (shared is not null) return shared;
            shared = await StartAsync(new Dictionary<string, string>(), ct);
            // Elsewhere the watch does it, without making the process wait for its end.
#pragma warning disable RS0030 // Nothing can be awaited there, and Windows hears no replies inline.
            if (OperatingSystem.IsWindows()) AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                shared.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
            return shared;
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>Starts a server of its own, for a test that stops or breaks it.</summary>
    /// <param name="settings">PostgreSQL settings over the defaults.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="LocalServerException">The server cannot be had.</exception>
    public static async Task<TemporaryServer> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var home = TemporaryFolders.Home();
        await TemporaryFolders.ReapAsync(home);
        // Many small pools, one for each test's database, add up.
        var all = new Dictionary<string, string>(settings);
        all.TryAdd("max_connections", "300");
        all.TryAdd("shared_buffers", "128MB");
        var options = new LocalServerOptions { DataFolder = TemporaryFolders.New(home), Temporary = true, Settings = all };
        var server = await LocalServer.StartAsync(options, ct);
        try
        {
            return new TemporaryServer(server, await EndOfProcessWatch.OverAsync(new ClusterFolder(options.DataFolder), ct));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken ct)
    {
        var number = Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        var name = $"test_{number}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        await ExecuteAsync($"create database {name}", ct);
        return new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Drops a database of this server, with all connections to it; nothing happens when it is gone already.</summary>
    /// <param name="connectionString">As <see cref="CreateDatabaseAsync"/> gave it.</param>
    /// <param name="ct">Gives up.</param>
    public Task DropDatabaseAsync(string connectionString, CancellationToken ct)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        return ExecuteAsync($"drop database if exists \"{name.Replace("\"", "\"\"")}\" with (force)", ct);
    }

    /// <summary>Stops the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        watch.Dispose();
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ServerDoor.Unpooled(Server.ConnectionString));
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
