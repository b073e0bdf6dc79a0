using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>What is to be known of a customer before anything is added to it, or another joined with it.</summary>
/// <param name="First">Position of the customer's first event: of two who turn out to be one, the one who was there first goes on.</param>
internal sealed record Holdings(long First)
{
    /// <summary>How many identifiers it has, by type.</summary>
    public Dictionary<string, int> Identifiers { get; } = new(StringComparer.Ordinal);
}

/// <summary>Reads <see cref="Holdings"/>, inside a transaction that holds the customers' streams.</summary>
internal static class ReadHoldings
{
    private const string Statement =
        """
        select u.tenant, u.customer,
          coalesce((select e.seq_id from mt_events e where e.tenant_id = u.tenant and e.stream_id = u.customer order by e.version limit 1), 0), t.type, t.n
        from unnest($1, $2) u(tenant, customer)
        left join lateral (
          select split_part(i.identifier, ':', 1) as type, count(*) as n from js_identifiers i
          where i.tenant_id = u.tenant and i.customer_id = u.customer group by 1) t on true
        """;

    public static async Task<Dictionary<CustomerKey, Holdings>> RunAsync(
        NpgsqlConnection connection, IReadOnlyCollection<CustomerKey> customers, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement, Sql.Texts(customers.Column(c => (string?)c.Tenant)), Sql.Texts(customers.Column(c => (string?)c.Customer)));
        var holdings = new Dictionary<CustomerKey, Holdings>(customers.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var customer = new CustomerKey(reader.GetString(0), reader.GetString(1));
            if (!holdings.TryGetValue(customer, out var has)) holdings.Add(customer, has = new Holdings(reader.GetInt64(2)));
            if (!reader.IsDBNull(3)) has.Identifiers[reader.GetString(3)] = (int)long.Min(reader.GetInt64(4), int.MaxValue);
        }
        return holdings;
    }
}
