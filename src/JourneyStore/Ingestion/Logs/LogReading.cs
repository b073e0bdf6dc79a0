using System.Text.Json;
using System.Xml;
using JourneyStore.Ingestion.Logs.Csv;
using JourneyStore.Ingestion.Logs.Lines;
using JourneyStore.Ingestion.Logs.Ocel;
using JourneyStore.Ingestion.Logs.Sources;
using JourneyStore.Ingestion.Logs.Xes;

namespace JourneyStore.Ingestion.Logs;

/// <summary>One reading of one file: its logs one after the other, each by its format, with what is broken turned into a reject.</summary>
internal sealed class LogReading(LogInput input, LogMap? map, CloudEventLine? cloudEvent)
{
    public IEnumerable<LogItem> Items(CancellationToken ct)
    {
        using var entries = LogEntries.In(input).GetEnumerator();
        while (true)
        {
            if (!TryMove(entries, 0, out var problem))
            {
                if (problem is { } broken) yield return Item(broken, null, new Progress());
                yield break;
            }
            var (entry, skip) = entries.Current;
            var progress = new Progress();
            if (skip is not null) yield return Item(LogRow.Rejected(LogRejectCodes.EntrySkipped, skip, 0), entry, progress);
            else
                foreach (var item in Items(entry, progress, ct))
                    yield return item;
        }
    }

    private IEnumerable<LogItem> Items(LogEntry entry, Progress progress, CancellationToken ct)
    {
        using var rows = Rows(entry, progress).GetEnumerator();
        var row = 0L;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (TryMove(rows, row, out var problem))
            {
                row = rows.Current.Row;
                yield return Item(rows.Current, entry, progress);
                continue;
            }
            if (problem is { } broken) yield return Item(broken, entry, progress);
            yield break;
        }
    }

    private IEnumerable<LogRow> Rows(LogEntry entry, Progress progress)
    {
        if (FormatGuess.IsOfRejects(entry))
        {
            progress.Passes = 1;
            using var lines = entry.Open(progress);
            foreach (var row in RejectLog.Read(lines, map, cloudEvent, Remark(entry))) yield return row;
            yield break;
        }
        var format = FormatGuess.Of(entry, map);
        if (format == LogFormat.CloudEvents && cloudEvent is null)
            throw new LogMapException("$", $"'{entry.Name}' looks like CloudEvents, for which no reader was given; name its format in the map");
        var remark = Remark(entry);
        progress.Passes = format == LogFormat.Ocel ? 2 : 1;
        using var stream = format is LogFormat.Ocel or LogFormat.Xes ? null : entry.Open(progress);
        var rows = format switch
        {
            LogFormat.Csv => CsvLog.Read(stream!, Required(entry), remark),
            LogFormat.Xes => XesLog.Read(() => entry.Open(progress), Required(entry), remark),
            LogFormat.Ocel => OcelLog.Read(() => TextEncodings.AsUtf8(entry.Open(progress)), Required(entry)),
            _ => LineLog.Read(TextEncodings.AsUtf8(stream!), cloudEvent!),
        };
        foreach (var row in rows) yield return row;
    }

    private Action<string> Remark(LogEntry entry) =>
        input.Remark is { } tell ? text => tell($"{entry.EntryName ?? input.Name}: {text}") : _ => { };

    private LogMap Required(LogEntry entry) =>
        map ?? throw new LogMapException("$", $"'{entry.Name}' needs a map that says what its rows mean; only NDJSON of CloudEvents needs none");

    /// <summary>Moves on; a file that breaks in the middle ends there, with a reject that says so.</summary>
    private static bool TryMove<T>(IEnumerator<T> items, long row, out LogRow? problem)
    {
        problem = null;
        try
        {
            return items.MoveNext();
        }
        catch (InvalidDataException e)
        {
            problem = Broken(LogRejectCodes.FileBroken, "the file is truncated or damaged", row, e);
        }
        catch (XmlException e)
        {
            problem = Broken(LogRejectCodes.BrokenXml, "the XML ends early or is not well formed", row, e);
        }
        catch (JsonException e)
        {
            problem = Broken(LogRejectCodes.BrokenJson, "the JSON ends early or is not well formed", row, new JsonException(JsonFault.Words(e), e));
        }
        return false;
    }

    private static LogRow Broken(string code, string what, long row, Exception cause) =>
        LogRow.Rejected(code, $"{what}; nothing behind that place was read: {cause.Message}", row);

    private LogItem Item(LogRow row, LogEntry? entry, Progress progress) =>
        new(row.Event, row.Reject, row.Row, progress.BytesRead(input.Length), input.Length) { Entry = entry?.EntryName };
}
