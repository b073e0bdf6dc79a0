namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>One log within a file: the file itself, or one entry of an archive, unpacked as it is read.</summary>
/// <param name="Name">Its name without the endings of packing, in lower case.</param>
/// <param name="EntryName">Its name within the archive; null: the file itself.</param>
/// <param name="Open">Opens it unpacked, from the beginning, and tells a watcher the packed stream underneath.</param>
internal sealed record LogEntry(string Name, string? EntryName, Func<Progress, Stream> Open)
{
    /// <summary>The first bytes, unpacked.</summary>
    public byte[] Head(int length)
    {
        using var stream = Open(new Progress());
        var head = new byte[length];
        return head[..stream.ReadAtLeast(head, length, throwOnEndOfStream: false)];
    }
}
