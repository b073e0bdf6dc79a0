using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Numbers for the status; above 100,000 rows the planner's estimate, so that the answer costs the same on a large store.</summary>
internal static class ReadCounts
{
    private const int CountUpTo = 100_000;
    private const int PatienceSeconds = 10;

    public static async Task<StoredCounts> RunAsync(NpgsqlConnection connection, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        var rows = new Dictionary<string, long>();
        foreach (var view in views) rows[view.Name] = await CountAsync(connection, ViewTables.Rows(view), ct);
        await using var size = connection.Command("select pg_database_size(current_database()), current_setting('server_version')");
        await using var reader = await size.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (bytes, version) = (reader.GetInt64(0), reader.GetString(1));
        await reader.DisposeAsync();
        return new StoredCounts(
            await CountAsync(connection, "mt_events", ct),
            await CountAsync(connection, "mt_streams", ct),
            await CountAsync(connection, "js_held", ct),
            bytes, $"PostgreSQL {version}", rows);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var counted = connection.Command($"select count(*) from (select from {table} limit {CountUpTo + 1}) counted");
        counted.CommandTimeout = PatienceSeconds;
        var exact = (long)(await counted.ExecuteScalarAsync(ct))!;
        if (exact <= CountUpTo) return exact;
        // As the planner does: rows a page when it was last analysed, times the pages there are now; never analysed: count.
        await using var estimated = connection.Command(
            $"""
            select case when reltuples > 0 and relpages > 0
              then greatest((reltuples / relpages * (pg_relation_size(oid) / current_setting('block_size')::int))::bigint, {CountUpTo})
              else (select count(*) from {table}) end
            from pg_class where oid = '{table}'::regclass
            """);
        return (long)(await estimated.ExecuteScalarAsync(ct))!;
    }
}
