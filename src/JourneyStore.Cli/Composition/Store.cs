using JourneyStore.Engine;
using JourneyStore.Engine.Storage;
using JourneyStore.Embedded;

namespace JourneyStore.Cli.Composition;

/// <summary>A store: the engine, and the private server under it when no database was given.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly Invocation run;
    private readonly Task<LocalServer?> reaching;

    private Store(JourneyEngine engine, Task<LocalServer?> reaching, Invocation run, string connection)
    {
        (Engine, this.reaching, this.run) = (engine, reaching, run);
        Place = GivenDatabase.Describe(connection);
    }

    public JourneyEngine Engine { get; }

    /// <summary>Which database this is, for people; without its password.</summary>
    public string Place { get; private set; }

    /// <summary>
    /// Finds out where the database is: the given one, or the embedded server, which is started or joined. Whether it lets us in shows
    /// when the engine starts.
    /// </summary>
    /// <param name="run">Which database, and where to say what is slow.</param>
    /// <param name="options">How the engine runs.</param>
    /// <param name="discovering">What the rooms hold; looked for while the server starts.</param>
    public static async Task<Store> FindAsync(Invocation run, EngineOptions options, Task<Inventory> discovering)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reaching = ReachAsync(run, found.SetResult);
        // Without an address there is a reason, and it is thrown here.
        if (await Task.WhenAny(found.Task, reaching) != found.Task) await reaching;
        try
        {
            var connection = await found.Task;
            var storage = Database.Open(connection, run.Clock, run.Logs);
            return new Store(new JourneyEngine(storage, await discovering, options, run.Clock, run.Around.Ids, run.Logs), reaching, run, connection);
        }
        catch
        {
            await LeaveAsync(reaching);
            throw;
        }
    }

    /// <summary>Starts the engine, once.</summary>
    public async Task StartAsync()
    {
        await ReachAsync();
        await Engine.StartAsync(run.Stop);
    }

    /// <summary>Returns when the database answers; for whoever does not start the engine.</summary>
    public async Task ReachAsync()
    {
        if (await reaching is { } server) Place = $"embedded PostgreSQL {server.ServerVersion}, {Folder(run)}";
    }

    /// <summary>The embedded server's data folder.</summary>
    public static string Folder(Invocation run) => Path.GetFullPath(run.Settings.DataFolder ?? LocalServer.DefaultDataFolder());

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await LeaveAsync(reaching);
    }

    private static async Task<LocalServer?> ReachAsync(Invocation run, Action<string> found)
    {
        if (run.Settings.Database is { } given)
        {
            await GivenDatabase.ReachAsync(given, found, run);
            return null;
        }
        return await LocalServer.StartAsync(
            new LocalServerOptions { DataFolder = Folder(run), Progress = run.Screen.Passing, Time = run.Time, Found = found }, run.Stop);
    }

    private static async Task LeaveAsync(Task<LocalServer?> reaching)
    {
        await Task.WhenAny(reaching);
        if (reaching.IsCompletedSuccessfully && await reaching is { } server) await server.DisposeAsync();
    }
}
