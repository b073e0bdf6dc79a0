namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Memory of <c>journey import FILE</c> into an empty database.</summary>
internal sealed class MemoryOfImport : Memory
{
    private readonly List<LogFile> files = [];

    public override string Name => "memory: import";

    public override ValueTask DisposeAsync()
    {
        foreach (var file in files) file.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task MakeAsync()
    {
        files.Add(await LogFile.WriteAsync(Large));
        files.Add(await LogFile.WriteAsync(Small));
    }

    protected override async Task<double> PeakAsync(LogSeries series)
    {
        var (source, connectionString) = await On.OpenBaselineAsync();
        await source.DisposeAsync();
        var peak = await JourneyProcess.RunAsync(On, "import", files.First(file => file.Series == series).Path, "--db", connectionString, "--json");
        await On.DropAsync(connectionString);
        return peak;
    }
}
