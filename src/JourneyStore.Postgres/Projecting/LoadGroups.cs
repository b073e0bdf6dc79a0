using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Parking;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Projecting;

/// <summary>What a batch needs to know of its groups, in one round trip: their newest events, what is stored, what is parked and left out.</summary>
internal static class LoadGroups
{
    public static async Task<LoadedGroups> RunAsync(
        NpgsqlConnection connection, string view, Generation generation, string documents, IReadOnlyCollection<GroupKey> groups, IReadOnlyCollection<GroupKey> unknown,
        bool cases, long upTo, CancellationToken ct)
    {
        if (groups.Count == 0) return LoadedGroups.Nothing;
        await using var batch = new NpgsqlBatch(connection);
        AddNewest(batch, unknown, cases, upTo);
        AddDocuments(batch, documents, unknown);
        batch.Add(
            $"select {ReadParked.Columns} from unnest($1, $2) u(t, k) join js_parked p on p.projection = $3 and p.generation = $4 and p.tenant_id = u.t and p.group_key = u.k",
            Tenants(groups), Keys(groups), Sql.Text(view), Sql.Text(ViewTables.Word(generation)));
        batch.Add(
            "select s.seq_id, s.still_stored from unnest($1, $2) u(t, k) join js_skipped s on s.projection = $3 and s.tenant_id = u.t and s.group_key = u.k",
            Tenants(groups), Keys(groups), Sql.Text(view));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var newest = new Dictionary<GroupKey, OccurrencePlace>(unknown.Count);
        while (await reader.ReadAsync(ct))
            newest.Add(new GroupKey(reader.GetString(0), reader.GetString(1)), new OccurrencePlace(EventRow.Moment(reader, 2), reader.GetInt64(3)));
        await reader.NextResultAsync(ct);
        var stored = await ReadDocumentsAsync(reader, unknown.Count, ct);
        await reader.NextResultAsync(ct);
        var parked = new Dictionary<GroupKey, ParkedGroup>();
        while (await reader.ReadAsync(ct))
        {
            var one = ReadParked.Read(reader).Parked;
            parked.Add(one.Group, one);
        }
        await reader.NextResultAsync(ct);
        var skipped = new Dictionary<long, bool>();
        while (await reader.ReadAsync(ct)) skipped.Add(reader.GetInt64(0), reader.GetBoolean(1));
        return new LoadedGroups(newest, stored, parked, skipped);
    }

    /// <summary>Rows or states by key.</summary>
    public static void AddDocuments(NpgsqlBatch batch, string table, IReadOnlyCollection<GroupKey> keys) => batch.Add(
        $"select v.tenant_id, v.id, v.data from unnest($1, $2) u(t, k) join {table} v on v.tenant_id = u.t and v.id = u.k", Tenants(keys), Keys(keys));

    public static async Task<Dictionary<GroupKey, byte[]>> ReadDocumentsAsync(NpgsqlDataReader reader, int about, CancellationToken ct)
    {
        var documents = new Dictionary<GroupKey, byte[]>(about);
        while (await reader.ReadAsync(ct)) documents.Add(new GroupKey(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2));
        return documents;
    }

    private static void AddNewest(NpgsqlBatch batch, IReadOnlyCollection<GroupKey> groups, bool cases, long upTo)
    {
        var matches = cases ? "i.case_key = u.k::uuid and i.stream_id is not null" : "i.stream_id = u.k";
        batch.Add(
            $"""
            select u.t, u.k, n.occurred_at, n.seq_id
            from unnest($1, $2) u(t, k)
            cross join lateral (
              select i.occurred_at, i.seq_id from js_event_index i
              where i.tenant_id = u.t and {matches} and i.seq_id <= $3
              order by i.occurred_at desc, i.seq_id desc limit 1) n
            """,
            Tenants(groups), Keys(groups), Sql.Number(upTo));
    }

    private static NpgsqlParameter Tenants(IReadOnlyCollection<GroupKey> groups) => Sql.Texts(groups.Column(g => (string?)g.Tenant));

    private static NpgsqlParameter Keys(IReadOnlyCollection<GroupKey> groups) => Sql.Texts(groups.Column(g => (string?)g.Key));
}
