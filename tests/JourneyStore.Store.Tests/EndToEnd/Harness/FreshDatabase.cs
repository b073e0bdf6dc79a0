using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>An empty database on the shared server, dropped at the end.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    private readonly TestServer server;

    private FreshDatabase(TestServer server, string connectionString) => (this.server, ConnectionString) = (server, connectionString);

    public string ConnectionString { get; }

    public static async Task<FreshDatabase> CreateAsync()
    {
        var server = await TestServer.SharedAsync();
        return new FreshDatabase(server, await server.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await server.DropDatabaseAsync(ConnectionString);
        // Off the thread that heard the reply, as StoreTest ends: what comes after the last test blocks.
        await Task.Yield();
    }
}
