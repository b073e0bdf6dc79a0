using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>The customers who have events that are stored and not yet folded into their rows.</summary>
internal static class ReadUnsettled
{
    private const int CountUpTo = 100_000;

    /// <summary>A page of them, by key.</summary>
    public static async Task<IReadOnlyList<CustomerKey>> PageAsync(NpgsqlConnection connection, CustomerKey? after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            """
            select tenant_id, customer_id from js_unsettled
            where $1::varchar is null or (tenant_id, customer_id) > ($1, $2) order by tenant_id, customer_id limit $3
            """,
            Sql.Text(after?.Tenant), Sql.Text(after?.Customer), Sql.Number(limit));
        var page = new List<CustomerKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) page.Add(new CustomerKey(reader.GetString(0), reader.GetString(1)));
        return page;
    }

    /// <summary>How many there are, of one tenant or of all, counted up to 100,000.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, string? tenant, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select count(*) from (select from js_unsettled where $1::varchar is null or tenant_id = $1 limit {CountUpTo}) counted", Sql.Text(tenant));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>All of them, as a snapshot shows them.</summary>
    public static async Task<HashSet<GroupKey>> AllAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("select tenant_id, customer_id from js_unsettled");
        var all = new HashSet<GroupKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) all.Add(new GroupKey(reader.GetString(0), reader.GetString(1)));
        return all;
    }
}
