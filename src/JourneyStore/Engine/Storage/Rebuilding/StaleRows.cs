using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Customers whose next row is absent or of an older stream version; and rows of those who have joined others meanwhile.</summary>
internal static class StaleRows
{
    public static async Task<IReadOnlyList<CustomerKey>> ReadAsync(NpgsqlConnection connection, ViewTable view, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select s.tenant_id, s.id from mt_streams s
            left join {ViewTables.Rows(view, Generation.Next)} v on v.tenant_id = s.tenant_id and v.id = s.id
            where (v.id is null or v.mt_version <> s.version)
              and not exists (select from js_members m where m.tenant_id = s.tenant_id and m.stream_id = s.id)
            limit $1
            """,
            Sql.Number(limit));
        var stale = new List<CustomerKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) stale.Add(new CustomerKey(reader.GetString(0), reader.GetString(1)));
        return stale;
    }

    /// <summary>Takes the rows away of customers who have joined others.</summary>
    public static async Task DropJoinedAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"delete from {ViewTables.Rows(view, Generation.Next)} v using js_members m where v.tenant_id = m.tenant_id and v.id = m.stream_id");
        await command.ExecuteNonQueryAsync(ct);
    }
}
