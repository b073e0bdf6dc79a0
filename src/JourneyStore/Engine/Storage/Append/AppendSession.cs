using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Engine.Storage.Reading;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>One connection that appends batch after batch; after a failure it takes a fresh one.</summary>
internal sealed class AppendSession(NpgsqlDataSource source, IReadOnlyList<ViewTable> views, Action committed)
{
    private readonly LoadBatch load = new(views);
    private readonly WriteBatch write = new(views);
    private readonly FindStarts starts = new(views);
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    public Task<LoadedBatch> LoadAsync(BatchQuery query, CancellationToken ct) => Failures.Guard(async () =>
    {
        var isKept = connection is not null;
        try
        {
            return await LoadOnceAsync(query, ct);
        }
        catch (NpgsqlException lost) when (isKept && Failures.IsLoss(lost))
        {
            // It may have been lost long ago, since the batch before. Nothing is written yet, so the batch begins anew on a new one.
            await RollbackAsync();
            await DropConnectionAsync();
            source.Clear();
            return await LoadOnceAsync(query, ct);
        }
    });

    public Task<Dictionary<CustomerKey, LoadedRows>> ReadRowsAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken ct) =>
        Failures.Guard(() => load.Rows.RunAsync(connection!, customers, ct));

    public Task<HistoryStart[]> FindStartsAsync(IReadOnlyList<HistoryStartQuery> queries, long most, int limit, CancellationToken ct) =>
        Failures.Guard(() => starts.RunAsync(connection!, queries, most, limit, ct));

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Failures.Guard(() => ReadHistory.RunAsync(connection!, query, ct));

    public Task CommitAsync(BatchWrites writes, CancellationToken ct) => Failures.Guard(async () =>
    {
        await write.RunAsync(connection!, writes, ct);
        transaction = null;
        committed();
    });

    public async Task RollbackAsync()
    {
        try
        {
            if (transaction is not null) await transaction.RollbackAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or ObjectDisposedException)
        {
            // The connection is gone and the transaction with it: the server rolls back by itself.
            await DropConnectionAsync();
        }
        finally
        {
            transaction = null;
            if (connection is { FullState: not System.Data.ConnectionState.Open }) await DropConnectionAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        await DropConnectionAsync();
    }

    private async Task<LoadedBatch> LoadOnceAsync(BatchQuery query, CancellationToken ct)
    {
        connection ??= await source.OpenConnectionAsync(ct);
        transaction = await connection.BeginTransactionAsync(ct);
        return await load.RunAsync(connection, query, ct);
    }

    private async Task DropConnectionAsync()
    {
        var old = connection;
        connection = null;
        if (old is not null) await old.DisposeAsync();
    }
}
