using Npgsql;

namespace JourneyStore.Embedded;

/// <summary>Connects to a ready server for the first time and sees to it that the database is there.</summary>
internal static class ServerDoor
{
    public static async Task<RunningServer> EnterAsync(
        ClusterFolder folder, PostmasterFile server, ServerState state, bool startedHere, CancellationToken ct)
    {
        try
        {
            return await OpenAsync(folder, server, state, startedHere, ct);
        }
        catch (PostgresException absent) when (absent.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(folder, server, state, LocalServer.DatabaseName, ct);
            return await OpenAsync(folder, server, state, startedHere, ct);
        }
        catch (PostgresException wrong) when (
            wrong.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw PasswordLost(folder, server, wrong);
        }
        catch (NpgsqlException trouble)
        {
            throw ServerTrouble.Explain(LocalServerFailure.StartFailed,
                $"The private PostgreSQL in {folder.Root} runs as process {server.Pid} on port {server.Port}, but does not let us in. Its log: {folder.Log}.",
                trouble.Message);
        }
    }

    public static LocalServerException PasswordLost(ClusterFolder folder, PostmasterFile server, Exception? inner = null) =>
        new(LocalServerFailure.PasswordLost,
        $"A PostgreSQL server, process {server.Pid}, runs on {folder.Data}, but {folder.State} does not hold its password any more. " +
        $"End that process and delete {folder.State}: the next start sets a new password and keeps the data.", inner);

    public static string ConnectionString(ClusterFolder folder, PostmasterFile server, ServerState state, string database) =>
        new NpgsqlConnectionStringBuilder
    {
        Host = ServerSocket.Folder(folder, server.SocketFolder) ?? "127.0.0.1",
        Port = server.Port,
        Username = LocalServer.UserName,
        Password = state.Password,
        Database = database,
        SslMode = SslMode.Disable, // never leaves the machine; and the user's PGSSLMODE is about other servers
    }.ConnectionString;

    private static async Task<RunningServer> OpenAsync(ClusterFolder folder, PostmasterFile server, ServerState state, bool startedHere,
        CancellationToken ct)
    {
        var connectionString = ConnectionString(folder, server, state, LocalServer.DatabaseName);
        // Nothing is read here, so the server need not be asked for its types.
        await using var door = new NpgsqlDataSourceBuilder(Unpooled(connectionString)).ConfigureTypeLoading(types => types.EnableTypeLoading(false))
            .Build();
        await using var connection = await door.OpenConnectionAsync(ct);
        return new RunningServer(server, connectionString, connection.PostgreSqlVersion, startedHere);
    }

    private static async Task CreateDatabaseAsync(ClusterFolder folder, PostmasterFile server, ServerState state, string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Unpooled(ConnectionString(folder, server, state, "postgres")));
        await connection.OpenAsync(ct);
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A visit leaves no idle connection behind: it would count against the limit and break when the server stops.</summary>
    public static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
}
