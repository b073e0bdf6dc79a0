namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// Where a log's bytes come from. They are opened more than once: to see what they are, and by formats that need two passes.
/// </summary>
/// <param name="Name">File name; its endings help to tell the format.</param>
/// <param name="Length">Length in bytes; 0: not known.</param>
/// <param name="Open">Opens the bytes from the beginning. An archive (zip) needs a stream that can seek.</param>
public sealed record LogInput(string Name, long Length, Func<Stream> Open)
{
    /// <summary>
    /// Told, on the reading thread, what somebody should know of a file though it costs no row: an encoding other than the one named, a line
    /// that was passed over. Null: nobody is told.
    /// </summary>
    public Action<string>? Remark { get; init; }

    /// <summary>A file on disk.</summary>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static LogInput File(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"there is no file '{path}'", path);
        return new LogInput(file.Name, file.Length, Open);

        FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan);
    }
}
