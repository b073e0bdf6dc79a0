namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>Text whose beginning can be looked at, and passed over, before it is read.</summary>
internal sealed class PeekedText : TextReader
{
    private readonly TextReader _rest;
    private readonly char[] _head;
    private readonly int _filled;
    private int _at;

    public PeekedText(TextReader rest, int length)
    {
        _rest = rest;
        // Most texts are long; a short one, such as a record of a rejects file, should not cost a long one's beginning.
        _head = new char[Math.Min(length, 1_024)];
        for (_filled = rest.ReadBlock(_head, 0, _head.Length); _filled == _head.Length && _filled < length;)
        {
            Array.Resize(ref _head, Math.Min(8 * _head.Length, length));
            _filled += rest.ReadBlock(_head, _filled, _head.Length - _filled);
        }
    }

    /// <summary>The text's first characters, as many as were asked for or as there are.</summary>
    public ReadOnlySpan<char> Head => _head.AsSpan(_at, _filled - _at);

    public void Skip(int count) => _at += count;

    public override int Read(Span<char> buffer)
    {
        if (_at == _filled) return _rest.Read(buffer);
        var some = Math.Min(buffer.Length, _filled - _at);
        _head.AsSpan(_at, some).CopyTo(buffer);
        _at += some;
        return some;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override int Peek() => _at < _filled ? _head[_at] : _rest.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _rest.Dispose();
        base.Dispose(disposing);
    }
}
