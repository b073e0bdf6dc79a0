using System.Text.Json;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>
/// Numbers for the status, of one tenant or of all; above 100,000 rows the planner's estimate, so that the answer costs the same on a large store.
/// </summary>
internal static class ReadCounts
{
    private const int CountUpTo = 100_000;
    private const int PatienceSeconds = 10;

    public static async Task<StoredCounts> RunAsync(NpgsqlConnection connection, IReadOnlyList<ViewTable> views, string? tenant, CancellationToken ct)
    {
        var rows = new Dictionary<string, long>();
        foreach (var view in views) rows[view.Name] = await CountAsync(connection, ViewTables.Rows(view), tenant, ct);
        await using var size = connection.Command("select pg_database_size(current_database()), current_setting('server_version')");
        await using var reader = await size.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (bytes, version) = (reader.GetInt64(0), reader.GetString(1));
        await reader.DisposeAsync();
        return new StoredCounts(
            await CountAsync(connection, "mt_events", tenant, ct),
            await CountAsync(connection, "mt_streams", tenant, ct) - await CountJoinedAsync(connection, tenant, ct),
            await CountAsync(connection, "js_held", tenant, ct),
            bytes, $"PostgreSQL {version}", rows)
        {
            Conflicts = await CountConflictsAsync(connection, tenant, ct),
        };
    }

    /// <summary>Streams that are another customer's.</summary>
    private static async Task<long> CountJoinedAsync(NpgsqlConnection connection, string? tenant, CancellationToken ct)
    {
        await using var counted = connection.Command(
            $"select count(*) from js_members m where ($1::varchar is null or m.tenant_id = $1) and not {Members.IsOfSplit("m.stream_id")}", Sql.Text(tenant));
        counted.CommandTimeout = PatienceSeconds;
        return (long)(await counted.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Those of customers who are two still, counted up to where others are estimated.</summary>
    private static async Task<long> CountConflictsAsync(NpgsqlConnection connection, string? tenant, CancellationToken ct)
    {
        await using var counted = connection.Command(
            $"""
            select count(*) from (
              select from js_conflicts c where ($1::varchar is null or c.tenant_id = $1)
                and {Members.Owner("c.tenant_id", "c.other_id")} <> {Members.Owner("c.tenant_id", "c.customer_id")} limit {CountUpTo}) counted
            """,
            Sql.Text(tenant));
        counted.CommandTimeout = PatienceSeconds;
        return (long)(await counted.ExecuteScalarAsync(ct))!;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table, string? tenant, CancellationToken ct)
    {
        var some = tenant is null ? table : $"{table} where tenant_id = $1";
        NpgsqlParameter[] whose = tenant is null ? [] : [Sql.Text(tenant)];
        await using var counted = connection.Command($"select count(*) from (select from {some} limit {CountUpTo + 1}) counted", whose);
        counted.CommandTimeout = PatienceSeconds;
        var exact = (long)(await counted.ExecuteScalarAsync(ct))!;
        if (exact <= CountUpTo) return exact;
        if (await EstimateAsync(connection, table, some, tenant, ct) is { } estimate) return Math.Max(estimate, CountUpTo);
        // Never analysed: there is nothing to estimate from.
        await using var all = connection.Command($"select count(*) from {some}", tenant is null ? [] : [Sql.Text(tenant)]);
        return (long)(await all.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// As the planner does: rows a page when the table was last analysed, times the pages there are now, times the tenant's part of them. Null: it
    /// was
    /// never analysed.
    /// </summary>
    private static async Task<long?> EstimateAsync(NpgsqlConnection connection, string table, string some, string? tenant, CancellationToken ct)
    {
        await using var analysed = connection.Command(
            $"""
            select case when reltuples > 0 and relpages > 0
              then (reltuples / relpages * (pg_relation_size(oid) / current_setting('block_size')::int))::bigint end
            from pg_class where oid = '{table}'::regclass
            """);
        var rows = await analysed.ExecuteScalarAsync(ct) as long?;
        if (rows is null || tenant is null) return rows;
        await using var planned = connection.Command($"explain (format json) select 1 from {some}", Sql.Text(tenant));
        using var plan = JsonDocument.Parse((string)(await planned.ExecuteScalarAsync(ct))!);
        return (long)plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }
}
