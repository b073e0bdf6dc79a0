using System.Text.Json;
using JourneyStore.Cli.Screens;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Cli.Importing;

/// <summary>Where rejects are written, one JSON object a line; the file is made when there is a first one.</summary>
/// <param name="path">The file.</param>
internal sealed class RejectFile(string path) : IAsyncDisposable
{
    private StreamWriter? _writer;

    /// <summary>The file, once something has been written.</summary>
    public string? Written => _writer is null ? null : path;

    public async Task WriteAsync(string file, LogReject reject)
    {
        _writer ??= new StreamWriter(path, append: false);
        await _writer.WriteLineAsync(JsonSerializer.Serialize(new { file, reject.Row, reject.Code, reject.Reason, reject.Raw }, JsonShape.Compact));
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
    }
}
