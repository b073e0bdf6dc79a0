using Npgsql;
using Spectre.Console;

namespace JourneyStore.Benchmarks;

/// <summary>Where the server's time goes while the engine works: <c>pg_stat_statements</c>, from PostgreSQL's contrib modules.</summary>
internal static class ServerTime
{
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["shared_preload_libraries"] = "pg_stat_statements",
        ["pg_stat_statements.track_utility"] = "on",
    };

    /// <summary>Runs the engine's side only and prints the statements that took most of the server's time.</summary>
    public static async Task RunAsync(IScenario scenario, Ground ground)
    {
        AnsiConsole.Profile.Width = 200;
        await scenario.PrepareAsync(ground);
        await scenario.MeasureEngineAsync();
        await using var server = NpgsqlDataSource.Create(ground.Maintenance);
        await using (var reset = server.CreateCommand("create extension if not exists pg_stat_statements; select pg_stat_statements_reset()")) await reset.ExecuteNonQueryAsync();
        var (allocated, cpu) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        var values = await scenario.MeasureEngineAsync();
        (allocated, cpu) = (GC.GetTotalAllocatedBytes() - allocated, Environment.CpuUsage.TotalTime - cpu);
        AnsiConsole.WriteLine($"{string.Join("; ", scenario.Measures.Zip(values, (measure, value) => $"{measure.Name}: {value:N1} {measure.Unit}"))}; this process {cpu.TotalMilliseconds:N0} ms CPU, {allocated / 1e6:N0} MB allocated");
        var table = new Table().Border(TableBorder.Markdown).AddColumns("calls", "total ms", "ms/call", "rows/call", "pages/call", "WAL bytes/call", "statement");
        await using var command = server.CreateCommand(
            """
            select calls, total_exec_time, mean_exec_time, rows::float8 / calls, (shared_blks_hit + shared_blks_read)::float8 / calls, wal_bytes::float8 / calls,
              left(regexp_replace(query, '\s+', ' ', 'g'), 110)
            from pg_stat_statements order by total_exec_time desc limit 20
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            table.AddRow([reader.GetInt64(0).ToString("N0"), .. Enumerable.Range(1, 5).Select(i => reader.GetDouble(i).ToString("N2")), Markup.Escape(reader.GetString(6))]);
        AnsiConsole.Write(table);
    }
}
