using System.IO.Compression;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>Finds the logs in a file by its first bytes, whatever its name says: plain, gzip, or a zip of several.</summary>
internal static class LogEntries
{
    private static readonly string[] LogEndings = [".csv", ".tsv", ".txt", ".xes", ".xml", ".json", ".jsonocel", ".ndjson", ".jsonl"];

    /// <summary>The logs in a file, each with a reason when it is not to be read.</summary>
    public static IEnumerable<(LogEntry Entry, string? Skip)> In(LogInput input)
    {
        var head = new LogEntry(input.Name, null, _ => input.Open()).Head(4);
        if (!head.AsSpan().StartsWith("PK"u8))
        {
            yield return (new LogEntry(Bare(input.Name), null, progress => Unpack(progress.Watch(input.Open()), input.Open)), null);
            yield break;
        }
        string[] names;
        using (var archive = new ZipArchive(input.Open(), ZipArchiveMode.Read))
            names = [.. archive.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/') && !IsLitter(name))];
        foreach (var name in names)
        {
            Stream Packed(Progress progress) => new ZipEntryStream(progress.Watch(input.Open()), name);
            var entry = new LogEntry(Bare(name), name, progress => Unpack(Packed(progress), () => Packed(new Progress())));
            // A lone entry is meant whatever it is called.
            var isLog = names.Length == 1 || LogEndings.Any(ending => entry.Name.EndsWith(ending, StringComparison.Ordinal));
            yield return (entry, isLog ? null : $"the entry '{name}' does not end like a log ({string.Join(" ", LogEndings)}, each also with .gz)");
        }
    }

    private static Stream Unpack(Stream stream, Func<Stream> reopen)
    {
        var magic = new byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        var whole = new ConcatenatedStream(new MemoryStream(magic, 0, read), stream);
        return read == 2 && magic is [0x1f, 0x8b] ? new WholeGzipStream(whole, reopen) : whole;
    }

    // Archives made on a Mac carry a shadow of each file.
    private static bool IsLitter(string name) => name.StartsWith("__MACOSX/", StringComparison.Ordinal) || Path.GetFileName(name).StartsWith('.');

    private static string Bare(string name)
    {
        name = name.ToLowerInvariant();
        return name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
    }
}
