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

    /// <summary>Runs each side once and prints the statements that took most of the server's time.</summary>
    public static async Task RunAsync(IScenario scenario, Ground ground)
    {
        AnsiConsole.Profile.Width = 200;
        await scenario.PrepareAsync(ground);
        await using var server = NpgsqlDataSource.Create(ground.Maintenance);
        await SideAsync("engine", scenario, scenario.MeasureEngineAsync, server);
        await SideAsync("baseline", scenario, scenario.MeasureBaselineAsync, server);
    }

    private static async Task SideAsync(string name, IScenario scenario, Func<Task<double[]>> side, NpgsqlDataSource server)
    {
        await side();
        await using (var reset = server.CreateCommand("create extension if not exists pg_stat_statements; select pg_stat_statements_reset()")) await reset.ExecuteNonQueryAsync();
        var before = Standing();
        var values = await side();
        var after = Standing();
        AnsiConsole.WriteLine(
            $"{name}: {string.Join("; ", scenario.Measures.Zip(values, (measure, value) => $"{measure.Name}: {value:N1} {measure.Unit}"))}; this process {(after.Cpu - before.Cpu).TotalMilliseconds:N0} ms CPU, {(after.Allocated - before.Allocated) / 1e6:N0} MB allocated, "
            + $"{after.Young - before.Young} collections, {after.Full - before.Full} of all generations, paused for {(after.Paused - before.Paused).TotalMilliseconds:N0} ms");
        var table = new Table().Border(TableBorder.Markdown).AddColumns("calls", "total ms", "ms/call", "rows/call", "pages/call", "WAL bytes/call", "statement");
        await using var command = server.CreateCommand(
            """
            select calls, total_exec_time, mean_exec_time, rows::float8 / calls, (shared_blks_hit + shared_blks_read)::float8 / calls, wal_bytes::float8 / calls,
              left(regexp_replace(query, '\s+', ' ', 'g'), 110)
            from pg_stat_statements order by total_exec_time desc limit 20
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            table.AddRow([reader.GetInt64(0).ToString("N0"), .. Enumerable.Range(1, 5)
                .Select(i => reader.GetDouble(i).ToString("N2")), Markup.Escape(reader.GetString(6))]);
        AnsiConsole.Write(table);
    }

    private static (TimeSpan Cpu, long Allocated, int Young, int Full, TimeSpan Paused) Standing() =>
        (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), GC.CollectionCount(2), GC.GetTotalPauseDuration());
}
