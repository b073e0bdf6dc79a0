using Npgsql;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>Which of these customers are behind.</summary>
internal static class FindBehind
{
    public static async Task<IReadOnlySet<CustomerKey>> RunAsync(
        NpgsqlConnection connection, string reaction, IReadOnlyCollection<CustomerKey> customers, CancellationToken ct)
    {
        var found = new HashSet<CustomerKey>();
        await using var command = connection.Command(
            """
            select u.t, u.c from unnest($2, $3) u(t, c) join js_behind b on b.reaction = $1 and b.tenant_id = u.t and b.customer_id = u.c
            """,
            Sql.Text(reaction), Sql.Texts(customers.Column(customer => (string?)customer.Tenant)),
            Sql.Texts(customers.Column(customer => (string?)customer.Customer)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(new CustomerKey(reader.GetString(0), reader.GetString(1)));
        return found;
    }

    /// <summary>How many are, counted no further than that.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, string reaction, int upTo, CancellationToken ct)
    {
        await using var command = connection.Command(
            "select count(*) from (select 1 from js_behind where reaction = $1 limit $2) b", Sql.Text(reaction), Sql.Number(upTo));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
