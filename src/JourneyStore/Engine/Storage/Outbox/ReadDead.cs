using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Outbox;

/// <summary>Deliveries that failed for good, by number.</summary>
internal static class ReadDead
{
    public static async Task<IReadOnlyList<DeadDelivery>> PageAsync(
        NpgsqlConnection connection, string tenant, string? reaction, long after, int limit, CancellationToken ct)
    {
        var dead = new List<DeadDelivery>();
        await using var command = connection.Command(
            """
            select o.number, o.reaction, o.customer_id, o.seq_id, e.type, o.tries, o.reason
            from (
              select * from js_outbox d where d.dead and d.tenant_id = $1 and d.number > $3 and ($2::varchar is null or d.reaction = $2)
              order by d.number limit $4) o
            cross join lateral (select m.type from mt_events m where m.seq_id = o.seq_id offset 0) e
            order by o.number
            """,
            Sql.Text(tenant), Sql.Text(reaction), Sql.Number(after), Sql.Number(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            dead.Add(new DeadDelivery(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), reader.GetInt32(5), reader.GetString(6)));
        return dead;
    }
}
