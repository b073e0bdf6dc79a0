using System.Text;

namespace JourneyStore.Ingestion.Logs.Lines;

/// <summary>Cuts a stream into lines. Its buffer holds one line, and a line has a longest length; blank lines are passed over.</summary>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private byte[] buffer = new byte[Math.Min(maxLength, 256 * 1024) + 1];
    private int start;
    private int filled;
    private bool ended;
    private long next = 1;

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
                Number = next++;
                Shown = Encoding.UTF8.GetString(buffer, start, LogReject.MaxRawLength + 1);
                Skip();
                return true;
            }
            if (end < 0 && filled == start) return false;
            Line = buffer.AsMemory(start, (end < 0 ? filled : end) - start);
            start = end < 0 ? filled : end + 1;
            Number = next++;
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
            var end = Array.IndexOf(buffer, (byte)'\n', start + searched, filled - start - searched);
            if (end >= 0 || ended) return end;
            searched = filled - start;
            if (searched > maxLength)
            {
                IsTooLong = true;
                return -1;
            }
            if (start > 0) Buffer.BlockCopy(buffer, start, buffer, 0, searched);
            (start, filled) = (0, searched);
            if (filled == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * buffer.Length, maxLength + 1));
            var count = stream.Read(buffer, filled, buffer.Length - filled);
            ended = count == 0;
            filled += count;
        }
    }

    /// <summary>Drops everything up to the next line.</summary>
    private void Skip()
    {
        (start, filled) = (0, 0);
        while (true)
        {
            var read = stream.Read(buffer, 0, buffer.Length);
            if (read == 0)
            {
                ended = true;
                return;
            }
            var end = Array.IndexOf(buffer, (byte)'\n', 0, read);
            if (end < 0) continue;
            (start, filled) = (end + 1, read);
            return;
        }
    }
}
