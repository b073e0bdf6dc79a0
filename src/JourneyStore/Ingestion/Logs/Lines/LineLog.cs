using JourneyStore.Ingestion.Logs.Sources;

namespace JourneyStore.Ingestion.Logs.Lines;

/// <summary>Hands each line of NDJSON to the reader of CloudEvents.</summary>
internal static class LineLog
{
    /// <summary>Longest line in bytes: as much as an event may have.</summary>
    public const int MaxLineLength = 256 * 1024;

    public static IEnumerable<LogRow> Read(Stream stream, CloudEventLine read)
    {
        var lines = new LineReader(stream, MaxLineLength);
        while (lines.Next())
            if (lines.IsTooLong)
                yield return LogRow.Rejected(LogRejectCodes.LineTooLong, $"a line has at most {MaxLineLength} bytes", lines.Number, lines.Shown);
            else yield return Parse(lines.Line, lines.Number, read);
    }

    public static LogRow Parse(ReadOnlyMemory<byte> line, long number, CloudEventLine read)
    {
        var (@event, code, reason) = read(line);
        if (@event is not null) return LogRow.Of(@event, number);
        // What is no text is marked, so that it is seen, and not taken for text when the record is read again.
        var text = TextEncodings.Utf8.GetString(line.Span);
        var reject = LogReject.Of(code ?? LogRejectCodes.Value, reason ?? "the line is no CloudEvent", number, text);
        return LogRow.Of(reject with { Record = new LogRecord(RejectLine.CloudEvents, text) });
    }
}
