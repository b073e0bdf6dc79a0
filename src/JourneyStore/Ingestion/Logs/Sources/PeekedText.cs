namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>Text whose beginning can be looked at, and passed over, before it is read.</summary>
internal sealed class PeekedText : TextReader
{
    private readonly TextReader rest;
    private readonly char[] head;
    private readonly int filled;
    private int at;

    public PeekedText(TextReader rest, int length)
    {
        this.rest = rest;
        // Most texts are long; a short one, such as a record of a rejects file, should not cost a long one's beginning.
        head = new char[Math.Min(length, 1_024)];
        for (filled = rest.ReadBlock(head, 0, head.Length); filled == head.Length && filled < length;)
        {
            Array.Resize(ref head, Math.Min(8 * head.Length, length));
            filled += rest.ReadBlock(head, filled, head.Length - filled);
        }
    }

    /// <summary>The text's first characters, as many as were asked for or as there are.</summary>
    public ReadOnlySpan<char> Head => head.AsSpan(at, filled - at);

    public void Skip(int count) => at += count;

    public override int Read(Span<char> buffer)
    {
        if (at == filled) return rest.Read(buffer);
        var some = Math.Min(buffer.Length, filled - at);
        head.AsSpan(at, some).CopyTo(buffer);
        at += some;
        return some;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override int Peek() => at < filled ? head[at] : rest.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
