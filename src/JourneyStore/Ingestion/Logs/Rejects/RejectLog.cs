using System.Text;
using System.Text.Json;
using JourneyStore.Ingestion.Logs.Csv;
using JourneyStore.Ingestion.Logs.Lines;
using JourneyStore.Ingestion.Logs.Ocel;
using JourneyStore.Ingestion.Logs.Sources;
using JourneyStore.Ingestion.Logs.Xes;

namespace JourneyStore.Ingestion.Logs;

/// <summary>Reads a rejects file: each line's record as the small log that it is, by the map of the log that it came from.</summary>
internal static class RejectLog
{
    /// <summary>Longest line, in bytes: a record with its escapes.</summary>
    private const int MaxLineLength = 16 * 1024 * 1024;

    public static IEnumerable<LogRow> Read(Stream stream, LogMap? map, CloudEventLine? cloudEvent, Action<string> remark)
    {
        var lines = new LineReader(stream, MaxLineLength);
        var passed = 0;
        while (lines.Next())
        {
            if (lines.IsTooLong)
            {
                var tooLong = $"a line of a rejects file has at most {MaxLineLength} bytes";
                yield return LogRow.Rejected(LogRejectCodes.LineTooLong, tooLong, lines.Number, lines.Shown);
                continue;
            }
            var rows = OfLine(lines.Line, map, cloudEvent, out var hasNone);
            if (hasNone) passed++;
            foreach (var row in rows) yield return row.At(lines.Number);
        }
        if (passed > 0) remark($"{passed} lines tell of what has no record to be mended, and were passed over");
    }

    private static IEnumerable<LogRow> OfLine(ReadOnlyMemory<byte> line, LogMap? map, CloudEventLine? cloudEvent, out bool hasNone)
    {
        hasNone = false;
        try
        {
            if (RejectLine.Read(line, out var code) is { } record)
                return [.. OfRecord(record, code, map, cloudEvent).Select(row => Keep(row, record))];
            hasNone = true;
            return [];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or System.Xml.XmlException)
        {
            var text = TextEncodings.Utf8.GetString(line.Span);
            var reject = LogReject.Of(LogRejectCodes.BrokenRecord, $"expected a line of a rejects file with its record whole: {e.Message}", 0, text);
            return [LogRow.Of(reject with { Record = new LogRecord(RejectLine.Rejects, text) })];
        }
    }

    /// <summary>A record in which not even a row is found is kept as it is.</summary>
    private static LogRow Keep(LogRow row, LogRecord record) =>
        row.Reject is { Record: null } bare ? LogRow.Of(bare with { Record = record }) : row;

    private static IEnumerable<LogRow> OfRecord(LogRecord record, string? code, LogMap? map, CloudEventLine? cloudEvent)
    {
        if (record.Format is RejectLine.Csv or RejectLine.Xes or RejectLine.Ocel && map is null)
            throw new LogMapException("$", $"rejects of {record.Format} need the map of the log that they came from; name it with --map");
        var context = record.Context ?? new RecordContext();
        switch (record.Format)
        {
            case RejectLine.Csv:
                // The header stands above its row, whatever stood above it in the log.
                var small = map! with { Csv = map.Csv with { Header = null } };
                return CsvLog.Read(new StringReader(record.Text), small, _ => { }, context);
            case RejectLine.Xes:
                return XesLog.Read(() => XesText.WithoutDeclaration(new StringReader(record.Text)), map!, _ => { }, context);
            case RejectLine.Ocel:
                return OcelLog.Read(() => new MemoryStream(Encoding.UTF8.GetBytes(record.Text)), map!, context);
            case RejectLine.CloudEvents when record.Text.Contains(TextEncodings.NotText):
                const string Reason = "what was no text still stands in the record as U+FDD0; put the letters there";
                return [LogRow.Of(LogReject.Of(code ?? LogRejectCodes.Value, Reason, 0, record.Text) with { Record = record })];
            case RejectLine.CloudEvents when cloudEvent is not null:
                return [LineLog.Parse(Encoding.UTF8.GetBytes(record.Text), 0, cloudEvent)];
            case RejectLine.Rejects:
                return OfLine(Encoding.UTF8.GetBytes(record.Text), map, cloudEvent, out _);
            default:
                throw new JsonException($"'{record.Format}' is no format of a record");
        }
    }
}
