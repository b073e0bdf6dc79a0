using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Customers whose next row is absent or of an older stream version.</summary>
internal static class StaleRows
{
    public static async Task<IReadOnlyList<CustomerKey>> ReadAsync(NpgsqlConnection connection, ViewTable view, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select s.tenant_id, s.id from mt_streams s
            left join {ViewTables.Rows(view, Generation.Next)} v on v.tenant_id = s.tenant_id and v.id = s.id
            where v.id is null or v.mt_version <> s.version limit $1
            """,
            Sql.Number(limit));
        var stale = new List<CustomerKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) stale.Add(new CustomerKey(reader.GetString(0), reader.GetString(1)));
        return stale;
    }
}
