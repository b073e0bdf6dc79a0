using JourneyStore.Embedded;
using Npgsql;

namespace JourneyStore.Store.Tests.Embedded;

/// <summary>A new place for one test's data folder; whatever the test leaves there is stopped and removed.</summary>
public abstract class DataFolderFixture : IAsyncLifetime
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("journeystore-test-");

    protected static CancellationToken Soon { get; } = CancellationToken.None;

    protected string Folder => Path.Combine(place.FullName, "data");

    protected string Beside(string name) => Path.Combine(place.FullName, name);

    protected LocalServerOptions Options => new() { DataFolder = Folder, Settings = Small };

    protected static IReadOnlyDictionary<string, string> Small { get; } = new Dictionary<string, string> { ["shared_buffers"] = "16MB" };

    protected Task<LocalServer> StartAsync() => LocalServer.StartAsync(Options, Soon);

    protected static async Task<T> QueryAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Soon);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Soon))!;
    }

    protected static Task RunAsync(string connectionString, string sql) => QueryAsync<object>(connectionString, sql + "; select 1");

    protected static bool IsRunning(LocalServer server) => ServerProcess.IsRunning(server.ProcessId);

    public Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(place.FullName,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        ServerProcess.KillServerOf(Folder);
        await ServerProcess.GoneAsync(Folder);
        place.Delete(recursive: true);
    }
}
