using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// The transaction that puts in what was folded outside any append. It holds the stream, so appends to this customer wait for it, and it waits for
/// those that are at work: it is short. Rolled back by its disposal.
/// </summary>
internal sealed class SettlementSession : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly CheckpointStatements statements;
    private readonly CustomerKey customer;
    private bool open = true;

    private SettlementSession(NpgsqlConnection connection, CheckpointStatements statements, CustomerKey customer, long version) =>
        (this.connection, this.statements, this.customer, Version) = (connection, statements, customer, version);

    /// <summary>Where the stream stands.</summary>
    public long Version { get; }

    /// <summary>How often rebuilt rows were put into use.</summary>
    public long Switches { get; private init; }

    /// <summary>What has joined the customer.</summary>
    public JoinedHistory Joined { get; private init; }

    /// <summary>True when the customer has joined another.</summary>
    public bool IsClosed { get; private init; }

    /// <summary>Takes the stream.</summary>
    public static Task<SettlementSession> OpenAsync(
        NpgsqlDataSource source, CheckpointStatements statements, CustomerKey customer, CancellationToken ct) => Failures.Guard(async () =>
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add("begin");
            batch.Add(
                "select version from mt_streams where tenant_id = $1 and id = $2 for update", Sql.Text(customer.Tenant), Sql.Text(customer.Customer));
            // In a statement of its own: behind the lock, it sees what the lock waited for.
            batch.Add(
                $"select {ViewTables.Switches(statements.Views)}, j.events, j.joined_seq, j.joined_at, "
                + $"exists (select from js_members o where o.tenant_id = $1 and o.stream_id = $2) from {JoinedHistory.Of("$1", "$2")} j",
                Sql.Text(customer.Tenant), Sql.Text(customer.Customer));
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var version = reader.GetInt64(0);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            return new SettlementSession(connection, statements, customer, version)
            {
                Switches = reader.GetInt64(0), Joined = JoinedHistory.Read(reader, 1), IsClosed = reader.GetBoolean(4),
            };
        }
        catch
        {
            await Failures.RollBackAsync(connection);
            await connection.DisposeAsync();
            throw;
        }
    });

    /// <summary>Events after a version.</summary>
    public Task<IReadOnlyList<StoredEvent>> ReadSinceAsync(long version, int limit, CancellationToken ct) =>
        Failures.Guard(() => ReadStream.RunAsync(connection, customer.Tenant, customer.Customer, version + 1, forwards: true, limit, ct));

    /// <summary>Writes and commits.</summary>
    /// <param name="rows">Rows of the views in their order; null: they are left as they are.</param>
    /// <param name="change">What changes beside.</param>
    /// <param name="now">The moment.</param>
    /// <param name="ct">Ends it.</param>
    public Task CommitAsync(
        IReadOnlyList<byte[]>? rows, CheckpointChange change, DateTimeOffset now, CancellationToken ct) => Failures.Guard(async () =>
    {
        var views = statements.Views;
        await using var batch = new NpgsqlBatch(connection);
        if (rows is not null)
        {
            // Whoever remembers the customer remembers rows of before: another moment of the stream tells.
            batch.Add(
                """update mt_streams set "timestamp" = greatest($3, "timestamp" + interval '1 microsecond') where tenant_id = $1 and id = $2""",
                Sql.Text(customer.Tenant), Sql.Text(customer.Customer), Sql.Moment(now));
            for (var i = 0; i < views.Count; i++)
                batch.Add(
                    UpsertRows.Statement(ViewTables.Rows(views[i]), views[i]),
                    Sql.Texts([customer.Tenant]), Sql.Texts([customer.Customer]), Sql.Jsons([rows[i]]), Sql.Numbers([Version]), Sql.Moment(now));
        }
        foreach (var statement in statements.Write.Of([change], now)) statement.AddTo(batch);
        batch.Add("commit");
        await batch.ExecuteNonQueryAsync(ct);
        open = false;
    });

    public async ValueTask DisposeAsync()
    {
        if (open) await Failures.RollBackAsync(connection);
        await connection.DisposeAsync();
    }
}
