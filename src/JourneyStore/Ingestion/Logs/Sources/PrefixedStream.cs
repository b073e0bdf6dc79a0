namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>A stream whose first bytes were read already: gives them again, then the rest.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ForwardStream
{
    private int _given;

    public override int Read(Span<byte> buffer)
    {
        if (_given == prefix.Length) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, prefix.Length - _given);
        prefix.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
