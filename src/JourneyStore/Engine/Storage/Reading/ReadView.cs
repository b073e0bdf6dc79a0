using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Rows of a view by keyset: by key, or by rank (highest first) where the view has one.</summary>
internal static class ReadView
{
    public static async Task<IReadOnlyList<RankedRow>> PageAsync(
        NpgsqlConnection connection, string tenant, ViewTable view, int limit, RowCursor? after, CancellationToken ct)
    {
        var rank = ViewTables.Rank(view);
        var (where, order) = view.RankedBy is null
            ? ("($2::float8 is not null and id > $3)", "id")
            : ($"({rank} < $2 or ({rank} = $2 and id > $3))", $"{rank} desc, id");
        await using var command = connection.Command(
            $"select {rank}, id, mt_version, data from {ViewTables.Rows(view)} where tenant_id = $1 and {where} order by {order} limit $4",
            Sql.Text(tenant),
            new NpgsqlParameter<double> { TypedValue = after?.Rank ?? double.PositiveInfinity },
            Sql.Text(after?.Key ?? ""),
            Sql.Number(limit));
        var rows = new List<RankedRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new RankedRow(
                reader.IsDBNull(0) ? 0 : reader.GetDouble(0), new ViewRow(reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3))));
        return rows;
    }

    public static async Task<ViewRow?> RowAsync(NpgsqlConnection connection, string tenant, ViewTable view, string key, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select id, mt_version, data from {ViewTables.Rows(view)} where tenant_id = $1 and id = $2", Sql.Text(tenant), Sql.Text(key));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new ViewRow(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)) : null;
    }
}
