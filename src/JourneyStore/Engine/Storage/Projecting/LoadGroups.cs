using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Parking;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Projecting;

/// <summary>What a batch needs to know of its groups: their newest events, what is stored, what is parked and left out.</summary>
internal static class LoadGroups
{
    /// <summary>Asks for the newest events and documents of groups that are not known; nothing is asked when all are.</summary>
    public static void AddUnknown(NpgsqlBatch batch, ProjectionStatements statements, WantedGroups wanted)
    {
        if (wanted.Unknown.Count == 0) return;
        batch.Add(wanted.Cases ? ProjectionStatements.NewestOfCases
            : ProjectionStatements.NewestOfCustomers, Tenants(wanted.Unknown), Keys(wanted.Unknown), Sql.Number(wanted.UpTo));
        AddDocuments(batch, statements.ReadGroups, wanted.Unknown);
    }

    /// <summary>Reads the answers to <see cref="AddUnknown"/>, from after the one that the reader stands at.</summary>
    public static async Task<LoadedGroups> ReadUnknownAsync(NpgsqlDataReader reader, WantedGroups wanted, CancellationToken ct)
    {
        if (wanted.Unknown.Count == 0) return LoadedGroups.Nothing;
        var newest = new Dictionary<GroupKey, OccurrencePlace>(wanted.Unknown.Count);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            newest.Add(new GroupKey(reader.GetString(0), reader.GetString(1)),
                new OccurrencePlace(Micros.Moment(reader.GetInt64(2)), reader.GetInt64(3)));
        await reader.NextResultAsync(ct);
        return LoadedGroups.Nothing with { Newest = newest, Stored = await ReadDocumentsAsync(reader, wanted.Unknown.Count, ct) };
    }

    /// <summary>Adds what is parked and left out of groups.</summary>
    public static async Task ReadParkedAsync(
        NpgsqlConnection connection, string view, Generation generation, IReadOnlyCollection<GroupKey> groups, LoadedGroups loaded,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            $"select {ReadParked.Columns} from unnest($1, $2) u(t, k) join js_parked p on p.projection = $3 and p.generation = $4 and p.tenant_id = u.t and p.group_key = u.k",
            Tenants(groups), Keys(groups), Sql.Text(view), Sql.Text(ViewTables.Word(generation)));
        batch.Add(
            "select s.seq_id, s.still_stored from unnest($1, $2) u(t, k) join js_skipped s on s.projection = $3 and s.tenant_id = u.t and s.group_key = u.k",
            Tenants(groups), Keys(groups), Sql.Text(view));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var parked = ReadParked.Read(reader).Parked;
            loaded.Parked.Add(parked.Group, parked);
        }
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct)) loaded.Skipped.Add(reader.GetInt64(0), reader.GetBoolean(1));
    }

    /// <summary>Rows or states by key.</summary>
    public static void AddDocuments(NpgsqlBatch batch, string statement, IReadOnlyCollection<GroupKey> keys) =>
        batch.Add(statement, Tenants(keys), Keys(keys));

    public static async Task<Dictionary<GroupKey, byte[]>> ReadDocumentsAsync(NpgsqlDataReader reader, int about, CancellationToken ct)
    {
        var documents = new Dictionary<GroupKey, byte[]>(about);
        while (await reader.ReadAsync(ct)) documents.Add(new GroupKey(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2));
        return documents;
    }

    private static NpgsqlParameter Tenants(IReadOnlyCollection<GroupKey> groups) => Sql.Texts(groups.Column(g => (string?)g.Tenant));

    private static NpgsqlParameter Keys(IReadOnlyCollection<GroupKey> groups) => Sql.Texts(groups.Column(g => (string?)g.Key));
}
