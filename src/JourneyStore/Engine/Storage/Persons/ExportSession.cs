using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Rebuilding;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>One moment of the database, from which everything about a person is read, page by page. Not for concurrent use.</summary>
internal sealed class ExportSession : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private ExportSession(NpgsqlConnection connection) => this.connection = connection;

    public static Task<ExportSession> OpenAsync(NpgsqlDataSource source, CancellationToken ct) => Failures.Guard(async () =>
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await Generations.Execute(connection, "begin isolation level repeatable read, read only", ct);
            return new ExportSession(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    /// <summary>Reads.</summary>
    public Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> read) => Failures.Guard(() => read(connection));

    /// <summary>A page of a stream by version.</summary>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(CustomerKey stream, long from, int limit, CancellationToken ct) =>
        AskAsync(at => ReadStream.RunAsync(at, stream.Tenant, stream.Customer, from, forwards: true, limit, ct));

    /// <summary>A customer's row of a view; null: none.</summary>
    public Task<ViewRow?> RowAsync(CustomerKey stream, ViewTable view, CancellationToken ct) =>
        AskAsync(at => ReadView.RowAsync(at, stream.Tenant, view, stream.Customer, ct));

    public async ValueTask DisposeAsync()
    {
        await Failures.RollBackAsync(connection);
        await connection.DisposeAsync();
    }
}
