using JourneyStore.Ingestion.Logs.States;

namespace JourneyStore.Ingestion.Logs.Csv;

/// <summary>Reads a CSV log row by row.</summary>
internal static class CsvLog
{
    public static IEnumerable<LogRow> Read(Stream stream, LogMap map)
    {
        using var text = new StreamReader(stream, map.Csv.Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);
        var scanner = new CsvScanner(text, map.Csv.Delimiter, map.Csv.Quote);
        if (Columns(scanner, map) is not { } columns)
        {
            yield return LogRow.Rejected(LogRejectCodes.FileEmpty, "expected a first row with the names of the columns, found an empty file", 0);
            yield break;
        }
        if (Absent(map, columns) is { Length: > 0 } absent)
        {
            var reason = $"the map names {string.Join(", ", absent.Select(n => $"'{n}'"))}, the file has {string.Join(", ", columns.Keys)}; "
                + "correct the map, or 'csv.delimiter' and 'csv.encoding' in it";
            yield return LogRow.Rejected(LogRejectCodes.ColumnsMissing, reason, scanner.Line, scanner.Raw);
            yield break;
        }
        var builder = new EventBuilder(map, EventDefaults.Csv);
        var fields = new CsvFields(scanner, columns, map);
        var states = map.States is null ? null : new StateReader(map.States, builder);
        var rows = new RowReader(map, builder);
        while (scanner.Next())
        {
            if (scanner.IsBlank) continue;
            fields.Forget();
            if (Problem(scanner, columns.Count) is { } problem) yield return problem;
            else if (states is null) yield return rows.Read(fields);
            else
                foreach (var row in states.Read(fields))
                    yield return row;
        }
    }

    private static Dictionary<string, int>? Columns(CsvScanner scanner, LogMap map)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        if (map.Csv.Columns is { } names)
        {
            foreach (var name in names) columns.Add(ColumnNames.Unique(Padding.Strip(name) ?? "", columns.ContainsKey), columns.Count);
            return columns;
        }
        do
        {
            if (!scanner.Next()) return null;
        }
        while (scanner.IsBlank);
        for (var i = 0; i < scanner.Count; i++) columns.Add(ColumnNames.Unique(Padding.Strip(scanner.Text(i)) ?? "", columns.ContainsKey), i);
        return columns;
    }

    private static string[] Absent(LogMap map, Dictionary<string, int> columns) =>
        [.. MapFields.Of(map).Where(name => !name.StartsWith('@') && !columns.ContainsKey(name))];

    private static LogRow? Problem(CsvScanner scanner, int expected)
    {
        if (scanner.Problem == CsvProblem.UnclosedQuote)
            return Reject(scanner, LogRejectCodes.Quote, "a quoted field is not closed; reading goes on at the next line");
        if (scanner.Problem == CsvProblem.TextAfterQuote)
            return Reject(scanner, LogRejectCodes.Quote, "expected the end of the field after its closing quote; a quote within it is written twice");
        if (scanner.Problem == CsvProblem.TooLong)
            return Reject(scanner, LogRejectCodes.RowTooLong, $"a row has at most {CsvScanner.MaxRecordLength} characters");
        if (scanner.Count != expected)
        {
            var found = scanner.Count;
            scanner.KeepOnlyFirstLine();
            return Reject(scanner, LogRejectCodes.ColumnCount, $"expected {expected} fields as in the header, found {found}");
        }
        return scanner.Raw.Contains(Maps.CsvOptions.NotText)
            ? Reject(scanner, LogRejectCodes.Encoding, "the row has bytes that are no text in the encoding; name it as 'csv.encoding' in the map")
            : null;
    }

    private static LogRow Reject(CsvScanner scanner, string code, string reason) => LogRow.Rejected(code, reason, scanner.Line, scanner.Raw);
}
