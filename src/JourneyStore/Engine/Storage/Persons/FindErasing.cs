using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Customers whose erasure is under way, or was broken off.</summary>
internal static class FindErasing
{
    /// <summary>All of them, up to 1,000.</summary>
    public static Task<List<CustomerKey>> AllAsync(NpgsqlConnection connection, CancellationToken ct) => ReadAsync(connection.Command(
        "select x.tenant_id, x.customer_id from js_erasures x where x.done_at is null order by x.number limit 1000"), ct);

    /// <summary>Those who had a name.</summary>
    public static Task<List<CustomerKey>> OfNameAsync(NpgsqlConnection connection, string tenant, string name, CancellationToken ct) => ReadAsync(
        connection.Command(
            "select x.tenant_id, x.customer_id from js_erasures x where x.done_at is null and x.tenant_id = $1 and $2 = any(x.names) order by x.number",
            Sql.Text(tenant), Sql.Text(name)), ct);

    private static async Task<List<CustomerKey>> ReadAsync(NpgsqlCommand asking, CancellationToken ct)
    {
        await using var command = asking;
        var found = new List<CustomerKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(new CustomerKey(reader.GetString(0), reader.GetString(1)));
        return found;
    }
}
