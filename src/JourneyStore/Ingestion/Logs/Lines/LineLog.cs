using System.Text;

namespace JourneyStore.Ingestion.Logs.Lines;

/// <summary>Cuts NDJSON into lines and hands each to the reader of CloudEvents. Its buffer holds one line, and a line has a longest length.</summary>
internal static class LineLog
{
    /// <summary>Longest line in bytes: as much as an event may have.</summary>
    public const int MaxLineLength = 256 * 1024;

    public static IEnumerable<LogRow> Read(Stream stream, CloudEventLine read)
    {
        var buffer = new byte[MaxLineLength + 1];
        var (start, filled, number, ended) = (0, 0, 1L, false);
        var head = true;
        while (true)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', start, filled - start);
            if (end < 0 && !ended && filled - start <= MaxLineLength)
            {
                if (start > 0) Buffer.BlockCopy(buffer, start, buffer, 0, filled - start);
                (start, filled) = (0, filled - start);
                var count = filled == buffer.Length ? 0 : stream.Read(buffer, filled, buffer.Length - filled);
                if (filled < buffer.Length) ended = count == 0;
                filled += count;
                continue;
            }
            if (end < 0 && !ended)
            {
                var shown = Encoding.UTF8.GetString(buffer, start, LogReject.MaxRawLength + 1);
                yield return LogRow.Rejected(LogRejectCodes.LineTooLong, $"a line has at most {MaxLineLength} bytes", number++, shown);
                (start, filled) = Skip(stream, buffer);
                continue;
            }
            if (end < 0 && filled == start) yield break;
            var line = buffer.AsMemory(start, (end < 0 ? filled : end) - start);
            start = end < 0 ? filled : end + 1;
            if (head && line.Span.StartsWith(Encoding.UTF8.Preamble)) line = line[Encoding.UTF8.Preamble.Length..];
            head = false;
            line = line.TrimEnd((byte)'\r');
            if (!line.Span.IsWhiteSpace()) yield return Parse(line, number, read);
            number++;
        }
    }

    private static LogRow Parse(ReadOnlyMemory<byte> line, long number, CloudEventLine read)
    {
        var (@event, code, reason) = read(line);
        if (@event is not null) return LogRow.Of(@event, number);
        var shown = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, 4 * LogReject.MaxRawLength)]);
        return LogRow.Rejected(code ?? LogRejectCodes.Value, reason ?? "the line is no CloudEvent", number, shown);
    }

    /// <summary>Drops everything up to the next line; the answer is where in the buffer that begins and how full the buffer is.</summary>
    private static (int Start, int Filled) Skip(Stream stream, byte[] buffer)
    {
        while (true)
        {
            var read = stream.Read(buffer, 0, buffer.Length);
            if (read == 0) return (0, 0);
            var end = Array.IndexOf(buffer, (byte)'\n', 0, read);
            if (end >= 0) return (end + 1, read);
        }
    }

    private static bool IsWhiteSpace(this ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t"u8) < 0;
}
