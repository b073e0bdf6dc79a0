using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Cli.Importing;

/// <summary>Where rejects are written, one JSON object a line; the file can be imported again once its records are mended.</summary>
internal sealed class RejectFile : IAsyncDisposable
{
    private readonly string[] paths;
    private StreamWriter? writer;

    private RejectFile(params string[] paths) => this.paths = paths;

    /// <summary>The file, once a reject has been written.</summary>
    public string? Written { get; private set; }

    /// <summary>The file that the user named: made at once, so that a place where nothing can be written is told before the work.</summary>
    public static RejectFile Named(string path) => new(path) { writer = new StreamWriter(path, append: false) };

    /// <summary>A file beside the log, or where that is not ours to write, in the current folder; made when there is a first reject.</summary>
    public static RejectFile Beside(string log) => new($"{log}.rejects.ndjson", $"{Path.GetFileName(log)}.rejects.ndjson");

    public async Task WriteAsync(string file, LogReject reject)
    {
        Written ??= Open();
        await writer!.WriteLineAsync(RejectLine.Write(file, reject));
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
    }

    private string Open()
    {
        if (writer is not null) return paths[0];
        try
        {
            writer = new StreamWriter(paths[0], append: false);
            return paths[0];
        }
        catch (Exception refused) when (paths.Length > 1 && refused is UnauthorizedAccessException or IOException)
        {
            writer = new StreamWriter(paths[1], append: false);
            return paths[1];
        }
    }
}
