using JourneyStore.Engine;
using JourneyStore.Postgres;
using JourneyStore.Postgres.Local;

namespace JourneyStore.Cli.Composition;

/// <summary>An open store: the engine, and the private server under it when no database was given.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly LocalServer? _server;

    private Store(JourneyEngine engine, LocalServer? server, string place)
    {
        Engine = engine;
        _server = server;
        Place = place;
    }

    public JourneyEngine Engine { get; }

    /// <summary>Which database this is, for people; without its password.</summary>
    public string Place { get; }

    /// <summary>Opens the given database, or starts or joins the embedded server.</summary>
    /// <param name="run">Which database, and where to say what is slow.</param>
    /// <param name="options">How the engine runs.</param>
    /// <param name="discovering">What the rooms hold; looked for while the server starts.</param>
    public static async Task<Store> OpenAsync(Invocation run, EngineOptions options, Task<Inventory> discovering)
    {
        var server = run.Settings.Database is null ? await StartServerAsync(run) : null;
        try
        {
            var connection = server?.ConnectionString ?? run.Settings.Database!;
            if (server is null) await GivenDatabase.ReachAsync(connection, run);
            var storage = PostgresStorage.Open(connection, run.Time, run.Logs);
            var engine = new JourneyEngine(storage, await discovering, options, run.Time, run.Around.Ids, run.Logs);
            try
            {
                await engine.StartAsync(run.Stop);
                var place = server is null ? GivenDatabase.Describe(connection) : $"embedded PostgreSQL {server.ServerVersion}, {Folder(run)}";
                return new Store(engine, server, place);
            }
            catch
            {
                await engine.DisposeAsync();
                throw;
            }
        }
        catch
        {
            if (server is not null) await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private static string Folder(Invocation run) => Path.GetFullPath(run.Settings.DataFolder ?? LocalServer.DefaultDataFolder());

    private static Task<LocalServer> StartServerAsync(Invocation run) => LocalServer.StartAsync(
        new LocalServerOptions { DataFolder = Folder(run), Progress = run.Screen.Passing, Time = run.Time }, run.Stop);
}
