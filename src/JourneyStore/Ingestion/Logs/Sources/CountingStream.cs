namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>Counts what is read from a stream that does not know its own position.</summary>
internal sealed class CountingStream(Stream inner) : ForwardStream
{
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
