using JourneyStore.Engine.Identity;
using Npgsql;

namespace JourneyStore.Engine.Storage.Held;

/// <summary>Rows of js_conflicts, of customers who are two still.</summary>
internal static class ReadConflicts
{
    private static readonly string Other = Members.Owner("c.tenant_id", "c.other_id");
    private static readonly string Customer = Members.Owner("c.tenant_id", "c.customer_id");

    public static async Task<IReadOnlyList<IdentityConflict>> PageAsync(NpgsqlConnection connection, string tenant, long after, int limit,
        CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select c.number, c.identifier, {Other}, {Customer}, c.times, c.last_seq, coalesce(e.headers ->> 'id', ''), coalesce(e.headers ->> 'source', ''), c.noted_at
            from js_conflicts c left join mt_events e on e.seq_id = c.last_seq
            where c.tenant_id = $1 and c.number > $2 and {Other} <> {Customer} order by c.number limit $3
            """,
            Sql.Text(tenant), Sql.Number(after), Sql.Number(limit));
        var found = new List<IdentityConflict>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new IdentityConflict(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.GetString(6),
                reader.GetString(7), EventRow.Moment(reader, 8)));
        return found;
    }
}
