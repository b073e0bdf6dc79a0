using System.Text;

namespace JourneyStore.Ingestion.Logs.Lines;

/// <summary>Cuts a stream into lines. Its buffer holds one line, and a line has a longest length; blank lines are passed over.</summary>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private byte[] _buffer = new byte[Math.Min(maxLength, 256 * 1024) + 1];
    private int _start;
    private int _filled;
    private bool _ended;
    private long _next = 1;

    /// <summary>The line without its end; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Which line it is, 1-based.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line was longer than a line may be; then <see cref="Shown"/> is its beginning.</summary>
    public bool IsTooLong { get; private set; }

    public string Shown { get; private set; } = "";

    public bool Next()
    {
        while (true)
        {
            IsTooLong = false;
            var end = End();
            if (IsTooLong)
            {
                Number = _next++;
                Shown = Encoding.UTF8.GetString(_buffer, _start, LogReject.MaxRawLength + 1);
                Skip();
                return true;
            }
            if (end < 0 && _filled == _start) return false;
            Line = _buffer.AsMemory(_start, (end < 0 ? _filled : end) - _start);
            _start = end < 0 ? _filled : end + 1;
            Number = _next++;
            if (Number == 1 && Line.Span.StartsWith(Encoding.UTF8.Preamble)) Line = Line[Encoding.UTF8.Preamble.Length..];
            Line = Line.TrimEnd((byte)'\r');
            if (Line.Span.IndexOfAnyExcept(" \t"u8) >= 0) return true;
        }
    }

    /// <summary>Where the line ends, reading on as far as needed; negative: at the end of the file.</summary>
    private int End()
    {
        var searched = 0;
        while (true)
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', _start + searched, _filled - _start - searched);
            if (end >= 0 || _ended) return end;
            searched = _filled - _start;
            if (searched > maxLength)
            {
                IsTooLong = true;
                return -1;
            }
            if (_start > 0) Buffer.BlockCopy(_buffer, _start, _buffer, 0, searched);
            (_start, _filled) = (0, searched);
            if (_filled == _buffer.Length) Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, maxLength + 1));
            var count = stream.Read(_buffer, _filled, _buffer.Length - _filled);
            _ended = count == 0;
            _filled += count;
        }
    }

    /// <summary>Drops everything up to the next line.</summary>
    private void Skip()
    {
        (_start, _filled) = (0, 0);
        while (true)
        {
            var read = stream.Read(_buffer, 0, _buffer.Length);
            if (read == 0)
            {
                _ended = true;
                return;
            }
            var end = Array.IndexOf(_buffer, (byte)'\n', 0, read);
            if (end < 0) continue;
            (_start, _filled) = (end + 1, read);
            return;
        }
    }
}
