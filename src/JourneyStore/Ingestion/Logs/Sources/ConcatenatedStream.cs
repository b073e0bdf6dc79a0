namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>Two streams one after the other.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : ForwardStream
{
    private bool firstEnded;

    public override int Read(Span<byte> buffer)
    {
        if (!firstEnded && first.Read(buffer) is > 0 and var read) return read;
        firstEnded = buffer.Length > 0;
        return second.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }
        base.Dispose(disposing);
    }
}
