using JourneyStore.Embedded;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>An empty database on the shared server, dropped at the end.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    private readonly TemporaryServer _server;

    private FreshDatabase(TemporaryServer server, string connectionString) => (_server, ConnectionString) = (server, connectionString);

    public string ConnectionString { get; }

    public static async Task<FreshDatabase> CreateAsync()
    {
        var server = await TemporaryServer.SharedAsync(CancellationToken.None);
        return new FreshDatabase(server, await server.CreateDatabaseAsync(CancellationToken.None));
    }

    public async ValueTask DisposeAsync() => await _server.DropDatabaseAsync(ConnectionString, CancellationToken.None);
}
