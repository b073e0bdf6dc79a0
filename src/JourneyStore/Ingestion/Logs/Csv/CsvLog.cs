using JourneyStore.Events;
using JourneyStore.Ingestion.Logs.Sources;
using JourneyStore.Ingestion.Logs.States;

namespace JourneyStore.Ingestion.Logs.Csv;

/// <summary>Reads a CSV log row by row.</summary>
internal static class CsvLog
{
    public static IEnumerable<LogRow> Read(Stream stream, LogMap map, Action<string> remark) => Read(Open(stream, map, remark), map, remark, null);

    /// <summary>Reads a text.</summary>
    /// <param name="whole">The text.</param>
    /// <param name="map">What it means.</param>
    /// <param name="remark">Told what is noteworthy.</param>
    /// <param name="context">Where its one row stood in the log that it came from; null: it is a whole log.</param>
    public static IEnumerable<LogRow> Read(TextReader whole, LogMap map, Action<string> remark, RecordContext? context)
    {
        using var text = new PeekedText(whole, CsvHead.Length);
        var wanted = MapFields.Of(map).Where(name => !name.StartsWith('@')).ToList();
        var head = CsvHead.Find(text.Head, map, wanted);
        var beginning = text.Head.ToString();
        if (head.Problem is { } wrong)
        {
            yield return LogRow.Rejected(LogRejectCodes.ColumnsMissing, wrong, 0);
            yield break;
        }
        if (head.Remark is { } said) remark(said);
        text.Skip(head.Start);
        var scanner = new CsvScanner(text, head.Delimiter, map.Csv.Quote, head.Line);
        if (Columns(scanner, map, out var header) is not { } columns)
        {
            yield return LogRow.Rejected(LogRejectCodes.FileEmpty, "expected a first row with the names of the columns, found an empty file", 0);
            yield break;
        }
        if (wanted.Where(name => !columns.ContainsKey(name)).ToList() is { Count: > 0 } absent)
        {
            var remedy = CsvHead.Remedy(beginning, map, head.Delimiter, head.Separator, wanted)
                ?? "correct the names in the map, or 'csv.delimiter', 'csv.encoding' or 'csv.header' (the line of the names) in it";
            var (names, has) = (string.Join(", ", absent.Select(n => $"'{n}'")), Shorten(string.Join(", ", columns.Keys)));
            var reason = $"the map names {names}, line {scanner.Line} has {has}; {remedy}";
            yield return LogRow.Rejected(LogRejectCodes.ColumnsMissing, reason, scanner.Line, scanner.Raw);
            yield break;
        }
        var builder = new EventBuilder(map, EventDefaults.Csv);
        if (head.Separator is { } separator) header = $"sep={separator}\n{header}";
        var fields = new CsvFields(scanner, columns, map, header) { Origin = context?.Row };
        var states = map.States is null ? null : new StateReader(map.States, builder);
        var rows = new RowReader(map, builder);
        while (scanner.Next())
        {
            if (scanner.IsBlank || SaysNothing(scanner)) continue;
            fields.Forget();
            if (Problem(scanner, fields, columns.Count) is { } problem) yield return problem;
            else if (states is null) yield return rows.Read(fields);
            else
                foreach (var row in context is null ? states.Read(fields) : states.ReadAlone(fields, context))
                    yield return row;
        }
    }

    /// <summary>Whether a row is there and every field of it is blank: what a spreadsheet saves of rows that were cleared.</summary>
    private static bool SaysNothing(CsvScanner scanner)
    {
        // A field alone in quotes is a row of one column that says that its value is missing.
        if (scanner.Problem != CsvProblem.None || (scanner.Count == 1 && !Padding.Strip(scanner.Raw).IsEmpty)) return false;
        for (var i = 0; i < scanner.Count; i++)
            if (!Padding.IsBlank(scanner.Text(i))) return false;
        return true;
    }

    private static TextReader Open(Stream stream, LogMap map, Action<string> remark)
    {
        var proven = TextEncodings.Proven(TextEncodings.Head(ref stream), out var isMarked);
        if (proven is not null && map.Csv.Encoding is { } named && !TextEncodings.AreAlike(named, proven))
            // A mark is proof: no other encoding begins with these bytes and means text by them.
            remark($"the map says that the file is in {named.WebName}; {TextEncodings.Word(proven, isMarked)}");
        return TextEncodings.Read(stream, proven ?? map.Csv.Encoding ?? TextEncodings.Utf8);
    }

    private static string Shorten(string text) => text.Length <= 1_000 ? text : text[..1_000] + "…";

    private static Dictionary<string, int>? Columns(CsvScanner scanner, LogMap map, out string header)
    {
        header = "";
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        if (map.Csv.Columns is { } names)
        {
            // The names of a header that the map names anew say nothing.
            if (map.Csv.Header is not null && !scanner.Next()) return null;
            foreach (var name in names) columns.Add(ColumnNames.Unique(Padding.Strip(name) ?? "", columns.ContainsKey), columns.Count);
            return columns;
        }
        do
        {
            if (!scanner.Next()) return null;
        }
        while (scanner.IsBlank);
        header = $"{scanner.Raw}\n";
        for (var i = 0; i < scanner.Count; i++) columns.Add(ColumnNames.Unique(Padding.Strip(scanner.Text(i)) ?? "", columns.ContainsKey), i);
        return columns;
    }

    private static LogRow? Problem(CsvScanner scanner, CsvFields fields, int expected)
    {
        if (scanner.Problem == CsvProblem.UnclosedQuote)
            return EventBuilder.Reject(fields, LogRejectCodes.Quote, "a quoted field is not closed; reading goes on at the next line");
        if (scanner.Problem == CsvProblem.TextAfterQuote)
            return EventBuilder.Reject(
                fields, LogRejectCodes.Quote, "expected the end of the field after its closing quote; a quote within it is written twice");
        if (scanner.Problem == CsvProblem.TooLong)
            return LogRow.Rejected(LogRejectCodes.RowTooLong, $"a row has at most {CsvScanner.MaxRecordLength} characters", fields.Row, scanner.Raw);
        if (scanner.Count != expected)
        {
            var found = scanner.Count;
            scanner.KeepOnlyFirstLine();
            return EventBuilder.Reject(fields, LogRejectCodes.ColumnCount, $"expected {expected} fields as in the header, found {found}");
        }
        return scanner.Raw.Contains(TextEncodings.NotText)
            ? EventBuilder.Reject(
                fields, LogRejectCodes.Encoding, "the row has bytes that are no text in the encoding; name it as 'csv.encoding' in the map")
            : null;
    }
}
