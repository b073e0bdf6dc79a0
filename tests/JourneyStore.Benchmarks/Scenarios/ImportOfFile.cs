using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>
/// A log from its file into a new database by the executable, from its start to its end, every view current, against a binary COPY of the
/// same event rows into the same tables with the same indexes, without views.
/// </summary>
internal sealed class ImportOfFile : IComparison
{
    private Ground ground = null!;
    private LogSeries series = null!;
    private LogFile? log;
    private LogFile? few;

    public string Name => $"import of a file of {series?.Count:N0} events by the executable, every view current";

    public string Unit => "events/s";

    public double Target => 0.40;

    public bool MoreIsBetter => true;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        series = new LogSeries("c", 10_000, ground.Quick ? 6 : ground.Sized(100), ground.Began.AddDays(-30));
        log = await LogFile.WriteAsync(series);
        few = await LogFile.WriteAsync(series with { Customers = 100, Rounds = 4 });
    }

    /// <summary>A new process has nothing that could be warm but the pages of its files.</summary>
    async Task IScenario.WarmUpAsync(Ground on)
    {
        await ImportAsync(few!);
        await CopyAsync(few!.Series);
    }

    public Task<double> EngineAsync() => ImportAsync(log!);

    public Task<double> BaselineAsync() => CopyAsync(series);

    public ValueTask DisposeAsync()
    {
        log?.Dispose();
        few?.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<double> ImportAsync(LogFile file) => OnNewDatabaseAsync(file.Series, (_, connectionString) =>
        JourneyProcess.RunAsync(ground, "import", file.Path, "--db", connectionString, "--json"));

    private Task<double> CopyAsync(LogSeries copied) => OnNewDatabaseAsync(copied, (source, _) => LargeLog.CopyAsync(source, copied));

    private async Task<double> OnNewDatabaseAsync(LogSeries stored, Func<NpgsqlDataSource, string, Task> work)
    {
        var (source, connectionString) = await ground.OpenBaselineAsync();
        await using var _ = source;
        var began = ground.Time.GetTimestamp();
        await work(source, connectionString);
        var taken = ground.Time.GetElapsedTime(began);
        await using (var count = source.CreateCommand("select count(*) from mt_events"))
            if ((long)(await count.ExecuteScalarAsync())! is var rows && rows != stored.Count) throw new InvalidOperationException($"{rows:N0} events of {stored.Count:N0} are there.");
        await ground.DropAsync(connectionString);
        return stored.Count / taken.TotalSeconds;
    }
}
