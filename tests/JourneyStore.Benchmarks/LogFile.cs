namespace JourneyStore.Benchmarks;

/// <summary>A log in a temporary file, to import; gone when disposed of.</summary>
internal sealed class LogFile : IDisposable
{
    private LogFile(LogSeries series, string path) => (Series, Path) = (series, path);

    public LogSeries Series { get; }

    public string Path { get; }

    public static async Task<LogFile> WriteAsync(LogSeries series)
    {
        var path = System.IO.Path.ChangeExtension(System.IO.Path.GetTempFileName(), ".ndjson");
        await series.WriteAsync(path);
        return new LogFile(series, path);
    }

    public void Dispose() => File.Delete(Path);
}
