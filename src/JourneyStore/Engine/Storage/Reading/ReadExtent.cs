using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>How far a customer's history reaches.</summary>
/// <param name="First">Position of the first event of the customer's own stream; 0: none.</param>
/// <param name="Events">How many events the customer has, of whatever streams.</param>
internal readonly record struct Extent(long First, long Events);

/// <summary>Reads an <see cref="Extent"/>.</summary>
internal static class ReadExtent
{
    private const string Statement =
        """
        select coalesce((select e.seq_id from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by e.version limit 1), 0),
          s.version + coalesce((select sum(m.events) from js_members m where m.tenant_id = s.tenant_id and m.customer_id = s.id), 0)::bigint
        from mt_streams s where s.tenant_id = $1 and s.id = $2
        """;

    public static async Task<Extent> RunAsync(NpgsqlConnection connection, string tenant, string customer, CancellationToken ct)
    {
        await using var command = connection.Command(Statement, Sql.Text(tenant), Sql.Text(customer));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new Extent(reader.GetInt64(0), reader.GetInt64(1)) : default;
    }
}
