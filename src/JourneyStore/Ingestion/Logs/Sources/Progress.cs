namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>How far into the file as it lies on disk the reading is. Used by the thread that reads, and by no other.</summary>
internal sealed class Progress
{
    private Stream? packed;
    private int pass;

    /// <summary>How often the file is read from its beginning to its end.</summary>
    public int Passes { get; set; } = 1;

    /// <summary>Bytes of the packed file that are used; a file that is read twice is half used after the first time.</summary>
    public long BytesRead(long length)
    {
        var position = packed switch
        {
            null => 0,
            CountingStream counting => counting.Count,
            { CanSeek: true } seekable => seekable.Position,
            _ => 0,
        };
        if (length <= 0) return position;
        return ((Math.Max(pass - 1, 0) * length) + Math.Min(position, length)) / Passes;
    }

    /// <summary>Watches a stream, and gives it back ready to be watched.</summary>
    public Stream Watch(Stream packed)
    {
        pass = Math.Min(pass + 1, Passes);
        return this.packed = packed.CanSeek ? packed : new CountingStream(packed);
    }
}
