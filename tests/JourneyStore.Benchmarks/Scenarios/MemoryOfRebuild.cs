namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Memory of <c>journey rebuild --all</c>.</summary>
internal sealed class MemoryOfRebuild : Memory
{
    private readonly Dictionary<LogSeries, string> databases = [];

    public override string Name => "memory: rebuild --all";

    public override async ValueTask DisposeAsync()
    {
        foreach (var database in databases.Values) await On.DropAsync(database);
    }

    protected override async Task MakeAsync()
    {
        foreach (var series in new[] { Large, Small })
        {
            var (source, connectionString) = await On.OpenBaselineAsync();
            await using (source) await LargeLog.AddAsync(source, series.Prefix, series.Customers, series.Rounds, series.Began);
            databases.Add(series, connectionString);
        }
    }

    protected override Task<double> PeakAsync(LogSeries series) => JourneyProcess.RunAsync(On, "rebuild", "--all", "--db", databases[series], "--json");
}
