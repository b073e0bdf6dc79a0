using JourneyStore.Embedded;
using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>A data folder as <c>serve</c> leaves it, with a log and current views, and PostgreSQL's own way to start on it.</summary>
internal sealed class ServedFolder : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly ClusterFolder folder;
    private readonly ServerAccount account;
    private readonly ServerBinaries binaries;
    private readonly string connectionString;
    private readonly TimeProvider time;

    private ServedFolder(ClusterFolder folder, ServerAccount account, ServerBinaries binaries, string connectionString, TimeProvider time) =>
        (this.folder, this.account, this.binaries, this.connectionString, this.time) = (folder, account, binaries, connectionString, time);

    public string Path => folder.Root;

    public static async Task<ServedFolder> MakeAsync(Ground ground, int rounds)
    {
        var folder = new ClusterFolder(TemporaryFolders.New(TemporaryFolders.Home()));
        string connectionString;
        await using (var server = await LocalServer.StartAsync(new LocalServerOptions { DataFolder = folder.Root }, CancellationToken.None))
        {
            connectionString = ServerDoor.Unpooled(server.ConnectionString);
            await using var engine = await ground.OpenEngineAsync(server.ConnectionString, projections: true);
            await using (var source = Ground.Source(server.ConnectionString))
                await LargeLog.AddAsync(source, "c", Ground.Customers, rounds, ground.Began.AddDays(-30));
            foreach (var view in engine.Views.Where(view => view.Freshness == "inline")) await engine.RebuildAsync(view.Name, shadow: false, null, default);
            await engine.WaitForProjectionsAsync((long)rounds * Ground.Customers, default);
        }
        var state = ServerState.Load(folder)!;
        return new ServedFolder(folder, await ServerAccount.ChooseAsync(state.Account, CancellationToken.None), ServerBinaries.RunningOn(folder)!,
            connectionString, ground.Time);
    }

    /// <summary>Starts the server with <c>pg_ctl</c>, with the settings of its last start, and asks until it answers: <c>pg_ctl</c> itself looks only
    /// ten times a second.</summary>
    public async Task StartServerAsync()
    {
        await account.RunAsync(folder.Root, CancellationToken.None, binaries.PgCtl, ["start", "-D", folder.Data, "-l", folder.Log, "-W"]);
        // The port is the last start's, which took another when this one was not free.
        var door = new NpgsqlConnectionStringBuilder(connectionString) { Port = ServerState.Load(folder)!.Port }.ConnectionString;
        using var looks = new PeriodicTimer(Pause, time);
        while (!await AnswersAsync(door)) await looks.WaitForNextTickAsync();
    }

    public Task StopServerAsync() =>
        account.RunAsync(folder.Root, CancellationToken.None, binaries.PgCtl, ["stop", "-D", folder.Data, "-m", "fast", "-w"]);

    public void Dispose() => folder.Delete();

    private static async Task<bool> AnswersAsync(string door)
    {
        try
        {
            await using var connection = new NpgsqlConnection(door);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select 1", connection);
            return await command.ExecuteScalarAsync() is not null;
        }
        catch (NpgsqlException)
        {
            return false; // Not yet.
        }
    }
}
