using JasperFx.Events;
using JasperFx.Events.Projections;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Engine.Storage.Reading;
using Marten;
using Marten.Services;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// One connection that appends batch after batch, each in one transaction of its own: what a batch asks (or proves), and then a session of Marten
/// that writes it.
/// After a failure it takes a fresh connection. Not for concurrent use.
/// </summary>
/// <param name="source">Where connections come from.</param>
/// <param name="store">Marten's store.</param>
/// <param name="views">The inline views of ours.</param>
/// <param name="applications">Inline projections that an application has registered with Marten.</param>
/// <param name="tags">Whether events bear Marten's tags.</param>
/// <param name="committed">Told after a commit.</param>
internal sealed class AppendSession(
    NpgsqlDataSource source, IDocumentStore store, IReadOnlyList<ViewTable> views, IReadOnlyList<IInlineProjection<IDocumentOperations>> applications,
    bool tags,
    Action committed)
    : IAsyncDisposable
{
    private readonly LoadBatch load = new(views);
    private readonly ProveBatch prove = new(views);
    private readonly WriteBatch write = new(views, tags);
    private readonly FindStarts starts = new(views);
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    /// <summary>True when an application's own inline projections run in the batch.</summary>
    public bool HasApplications => applications.Count > 0;

    /// <summary>Begins the transaction: resolves, locks the streams in the order of their keys, reads rows and held events as the lock holder sees
    /// them, looks keys up.</summary>
    public Task<LoadedBatch> LoadAsync(BatchQuery query, CancellationToken ct) => BeginAsync(() => load.RunAsync(connection!, query, ct), ct);

    /// <summary>Begins the transaction with what is taken for granted: proves it, moves the streams, and draws positions.</summary>
    /// <exception cref="ConflictException">It does not hold; no position was drawn.</exception>
    public Task<IReadOnlyList<long>> ProveAsync(GrantedBatch granted, CancellationToken ct) =>
        BeginAsync(() => prove.RunAsync(connection!, granted, ct), ct);

    /// <summary>Inside the transaction, when all is decided: binds identifiers, and draws positions, rising.</summary>
    /// <exception cref="ConflictException">Somebody has bound one of them; no position was drawn.</exception>
    public Task<IReadOnlyList<long>> DrawAsync(BatchDraw draw, CancellationToken ct) =>
        Failures.Guard(() => DrawPositions.RunAsync(connection!, draw, ct));

    /// <summary>Inside the transaction: what customers have whose streams are locked.</summary>
    public Task<Dictionary<CustomerKey, Holdings>> ReadHoldingsAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken ct) =>
        Failures.Guard(() => ReadHoldings.RunAsync(connection!, customers, ct));

    /// <summary>Inside the transaction, when positions are drawn: joins customers.</summary>
    /// <returns>By who goes on, what has joined them by now.</returns>
    public Task<Dictionary<CustomerKey, JoinedNow>> JoinAsync(IReadOnlyList<NewJoin> joins, DateTimeOffset now, CancellationToken ct) =>
        Failures.Guard(() => JoinCustomers.RunAsync(connection!, joins, now, ct));

    /// <summary>Inside the transaction, when positions are drawn: takes a part of a customer out.</summary>
    /// <returns>What both of them have of other streams by now.</returns>
    public Task<Dictionary<CustomerKey, JoinedNow>> SplitAsync(NewSplit split, DateTimeOffset now, CancellationToken ct) =>
        Failures.Guard(() => SplitCustomer.RunAsync(connection!, split, now, ct));

    /// <summary>Inside the transaction: rows of customers whose streams are locked.</summary>
    public Task<Dictionary<CustomerKey, LoadedRows>> ReadRowsAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken ct) =>
        Failures.Guard(() => load.Rows.RunAsync(connection!, customers, ct));

    /// <summary>Inside the transaction: where the folds of customers have to begin again.</summary>
    public Task<HistoryStart[]> FindStartsAsync(IReadOnlyList<HistoryStartQuery> queries, long most, int limit, CancellationToken ct) =>
        Failures.Guard(() => starts.RunAsync(connection!, queries, most, limit, ct));

    /// <summary>Inside the transaction: a page of a customer's events in the order they occurred.</summary>
    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Failures.Guard(() => ReadHistory.RunAsync(connection!, query, ct));

    /// <summary>Writes everything through one session of Marten and commits. After a return, all of it is durable.</summary>
    /// <param name="writes">What is written.</param>
    /// <param name="streams">The events as an application's inline projections see them; empty without such.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ConflictException">Something is not as it was taken to be; nothing is written.</exception>
    public Task CommitAsync(BatchWrites writes, IReadOnlyList<StreamAction> streams, CancellationToken ct) => Failures.Guard(async () =>
    {
        if (write.Copies(writes)) await WriteBatch.CopyAsync(connection!, writes, ct);
        await using (var session = store.LightweightSession(OptionsOf(writes)))
        {
            foreach (var statement in write.Of(writes)) session.QueueOperation(statement);
            foreach (var tenant in streams.GroupBy(stream => stream.TenantId, StringComparer.Ordinal))
            {
                var operations = (IDocumentOperations)session.ForTenant(tenant.Key);
                StreamAction[] own = [.. tenant];
                foreach (var projection in applications) await projection.ApplyAsync(operations, own, ct);
            }
            // Sent with the last statement; what an application's documents may be sorted behind, is committed by itself.
            if (streams.Count == 0) session.QueueOperation(new Statement("commit"));
            await session.SaveChangesAsync(ct);
        }
        if (streams.Count > 0) await transaction!.CommitAsync(ct);
        transaction = null;
        committed();
    });

    /// <summary>Gives the transaction up. Never throws.</summary>
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

    private SessionOptions OptionsOf(BatchWrites writes)
    {
        var options = SessionOptions.ForTransaction(transaction!);
        options.TenantId = writes.Events.Count > 0 ? writes.Events[0].Tenant : writes.Held.Count > 0 ? writes.Held[0].Tenant : Intake.Tenants.Default;
        return options;
    }

    private Task<T> BeginAsync<T>(Func<Task<T>> work, CancellationToken ct) => Failures.Guard(async () =>
    {
        var isKept = connection is not null;
        try
        {
            return await OnceAsync();
        }
        catch (NpgsqlException lost) when (isKept && Failures.IsLoss(lost))
        {
            // It may have been lost long ago, since the batch before. Nothing is written yet, so the batch begins anew on a new one.
            await RollbackAsync();
            await DropConnectionAsync();
            source.Clear();
            return await OnceAsync();
        }

        async Task<T> OnceAsync()
        {
            connection ??= await source.OpenConnectionAsync(ct);
            transaction = await connection.BeginTransactionAsync(ct);
            return await work();
        }
    });

    private async Task DropConnectionAsync()
    {
        var old = connection;
        connection = null;
        if (old is not null) await old.DisposeAsync();
    }
}
