using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Append;
using JourneyStore.Postgres.Reading;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Projecting;

/// <summary>One transaction of one projection: rows, states and progress move together or not at all.</summary>
internal sealed class ProjectionSession(NpgsqlConnection connection, NpgsqlTransaction transaction, ViewTable view, Generation generation) : IProjectionSession
{
    private readonly string rows = ViewTables.Rows(view.Name, generation);
    private readonly string states = ViewTables.States(view.Name, generation);

    public static Task<IProjectionSession> BeginAsync(NpgsqlDataSource source, ViewTable view, Generation generation, CancellationToken ct) =>
        Failures.Guard<IProjectionSession>(async () =>
        {
            var connection = await source.OpenConnectionAsync(ct);
            return new ProjectionSession(connection, await connection.BeginTransactionAsync(ct), view, generation);
        });

    public Task<Dictionary<GroupKey, byte[]>> LoadAsync(bool ofStates, IReadOnlyCollection<GroupKey> keys, CancellationToken ct) => Failures.Guard(async () =>
    {
        var loaded = new Dictionary<GroupKey, byte[]>(keys.Count);
        if (keys.Count == 0) return loaded;
        await using var command = connection.Command(
            $"select v.tenant_id, v.id, v.data from unnest($1, $2) u(t, k) join {(ofStates ? states : rows)} v on v.tenant_id = u.t and v.id = u.k",
            Sql.Texts(keys.Column(k => (string?)k.Tenant)), Sql.Texts(keys.Column(k => (string?)k.Key)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) loaded.Add(new GroupKey(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2));
        return loaded;
    });

    public Task<Dictionary<GroupKey, OccurrencePlace>> LoadNewestAsync(
        IReadOnlyCollection<GroupKey> groups, bool cases, long upTo, CancellationToken ct) => Failures.Guard(async () =>
    {
        var newest = new Dictionary<GroupKey, OccurrencePlace>(groups.Count);
        if (groups.Count == 0) return newest;
        var matches = cases ? "i.case_key = u.k::uuid and i.stream_id is not null" : "i.stream_id = u.k";
        await using var command = connection.Command(
            $"""
            select u.t, u.k, n.occurred_at, n.seq_id
            from unnest($1, $2) u(t, k)
            cross join lateral (
              select i.occurred_at, i.seq_id from js_event_index i
              where i.tenant_id = u.t and {matches} and i.seq_id <= $3
              order by i.occurred_at desc, i.seq_id desc limit 1) n
            """,
            Sql.Texts(groups.Column(k => (string?)k.Tenant)), Sql.Texts(groups.Column(k => (string?)k.Key)), Sql.Number(upTo));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            newest.Add(new GroupKey(reader.GetString(0), reader.GetString(1)), new OccurrencePlace(EventRow.Moment(reader, 2), reader.GetInt64(3)));
        return newest;
    });

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Failures.Guard(() => ReadHistory.RunAsync(connection, query, ct));

    public Task<bool> CommitAsync(ProjectionWrites writes, long from, long to, CancellationToken ct) => Failures.Guard(async () =>
    {
        await using var moved = connection.Command(
            "update mt_event_progression set last_seq_id = $3, last_updated = transaction_timestamp() where name = $1 and last_seq_id = $2",
            Sql.Text(ViewTables.Progress(view.Name, generation)), Sql.Number(from), Sql.Number(to));
        if (await moved.ExecuteNonQueryAsync(ct) != 1)
        {
            await transaction.RollbackAsync(ct);
            return false;
        }
        await using var batch = new NpgsqlBatch(connection);
        AddDeletes(batch, writes.DeletedRows);
        AddUpserts(batch, rows, writes.Rows);
        AddUpserts(batch, states, writes.States);
        batch.Add("commit");
        await batch.ExecuteNonQueryAsync(ct);
        return true;
    });

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private void AddDeletes(NpgsqlBatch batch, IReadOnlyList<GroupKey> keys)
    {
        if (keys.Count == 0) return;
        batch.Add(
            $"delete from {rows} v using unnest($1, $2) u(t, k) where v.tenant_id = u.t and v.id = u.k",
            Sql.Texts(keys.Column(k => (string?)k.Tenant)), Sql.Texts(keys.Column(k => (string?)k.Key)));
    }

    private void AddUpserts(NpgsqlBatch batch, string table, IReadOnlyList<ViewWrite> writes)
    {
        if (writes.Count == 0) return;
        batch.Add(
            UpsertRows.Statement(table, view).Replace("$5", "transaction_timestamp()"),
            Sql.Texts(writes.Column(r => (string?)r.Tenant)),
            Sql.Texts(writes.Column(r => (string?)r.Key)),
            Sql.Jsons(writes.Column(r => r.Json)),
            Sql.Numbers(writes.Column(r => r.Version)));
    }
}
