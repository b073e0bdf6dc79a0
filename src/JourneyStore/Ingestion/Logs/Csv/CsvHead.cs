using JourneyStore.Events;
using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.Csv;

/// <summary>
/// What stands above the rows of a CSV file: the line <c>sep=;</c> that Excel wants, titles and remarks that programs write, and the names of
/// the columns. The header is the line that the map names, else the first that has all columns of the map, else the first that is not blank.
/// </summary>
/// <param name="Delimiter">What separates fields.</param>
/// <param name="Start">Where in the text the header begins, or the rows when the map names the columns.</param>
/// <param name="Line">The line of that place, 1-based.</param>
internal sealed record CsvHead(char Delimiter, int Start, long Line)
{
    /// <summary>How much of the text is looked at, in characters.</summary>
    public const int Length = 64 * 1024;

    private const int MostLines = 50;
    private static readonly char[] Usual = [',', ';', '\t', '|'];

    /// <summary>What the line <c>sep=</c> says; null: there is none.</summary>
    public char? Separator { get; private init; }

    /// <summary>Why the file cannot be read; null: it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>What somebody who reads the log should know; null: nothing.</summary>
    public string? Remark { get; private init; }

    /// <summary>Looks at the beginning of a file.</summary>
    /// <param name="text">Its first characters.</param>
    /// <param name="map">What it should be.</param>
    /// <param name="wanted">The columns that the map speaks of.</param>
    public static CsvHead Find(ReadOnlySpan<char> text, LogMap map, IReadOnlyCollection<string> wanted)
    {
        var lines = Lines(text);
        var first = NextFilled(text, lines, 0);
        var separator = first < lines.Count ? SeparatorOf(text[lines[first]]) : null;
        if (separator is not null) first = NextFilled(text, lines, first + 1);
        var delimiter = map.Csv.Delimiter ?? separator ?? ',';
        if (map.Csv.Header is { } said && said > lines.Count)
        {
            var problem = $"the map says that the names of the columns are line {said}, and the file's beginning has {lines.Count} lines; ";
            return new CsvHead(delimiter, 0, 1) { Problem = problem + "correct 'csv.header' in the map" };
        }
        if (map.Csv.Header is { } line1) return At(line1 - 1);
        if (map.Csv.Columns is not null || wanted.Count == 0) return At(first);
        foreach (var line in Filled(text, lines, first))
            if (Has(text[lines[line].Start..], delimiter, map.Csv.Quote, wanted))
                return At(line) with { Remark = RemarkOf(line, first, map.Csv.Delimiter, separator) };
        return At(first);

        CsvHead At(int line)
        {
            var end = lines.Count == 0 ? 0 : lines[^1].End.Value;
            return new CsvHead(delimiter, line < lines.Count ? lines[line].Start.Value : end, line + 1) { Separator = separator };
        }
    }

    /// <summary>What would mend a map whose columns the header lacks: the separator that has them all.</summary>
    public static string? Remedy(ReadOnlySpan<char> text, LogMap map, char used, char? separator, IReadOnlyCollection<string> wanted)
    {
        var lines = Lines(text);
        foreach (var other in separator is { } said ? [said, .. Usual] : Usual)
        {
            if (other == used) continue;
            foreach (var line in Filled(text, lines, 0))
                if (Has(text[lines[line].Start..], other, map.Csv.Quote, wanted))
                {
                    var written = other == '\t' ? "\\t" : other.ToString();
                    return $"line {line + 1} has them all when {Word(other)} separates: say \"csv\": {{ \"delimiter\": \"{written}\" }} in the map";
                }
        }
        return null;
    }

    public static string Word(char separator) => separator == '\t' ? "a tab" : $"'{separator}'";

    private static string? RemarkOf(int line, int first, char? delimiter, char? separator)
    {
        if (delimiter is { } used && separator is { } said && used != said)
            return $"the line sep= says that {Word(said)} separates; the map's {Word(used)} has the columns and counts";
        return line == first ? null : $"what stands above line {line + 1} is no header and was passed over; line {line + 1} has the map's columns";
    }

    private static bool Has(ReadOnlySpan<char> text, char delimiter, char quote, IReadOnlyCollection<string> wanted)
    {
        var scanner = new CsvScanner(new StringReader(text.ToString()), delimiter, quote);
        if (!scanner.Next() || scanner.Problem != CsvProblem.None) return false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < scanner.Count; i++) names.Add(ColumnNames.Unique(Padding.Strip(scanner.Text(i)) ?? "", names.Contains));
        return wanted.All(names.Contains);
    }

    /// <summary>The line <c>sep=;</c>, also quoted, and with the separators behind it that a program added when it saved the file again.</summary>
    private static char? SeparatorOf(ReadOnlySpan<char> line)
    {
        line = line.Trim('\ufeff').Trim(' ').Trim('"');
        if (line.Length < 5 || !line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) return null;
        var isWritten = line[4..].StartsWith("\\t");
        var separator = isWritten ? '\t' : line[4];
        var rest = line[(isWritten ? 6 : 5)..];
        return rest.Trim('"').Trim(separator).Trim(' ').IsEmpty ? separator : null;
    }

    private static int NextFilled(ReadOnlySpan<char> text, List<Range> lines, int from)
    {
        while (from < lines.Count && Padding.Strip(text[lines[from]]).IsEmpty) from++;
        return from;
    }

    /// <summary>The first lines that are not blank, from one on.</summary>
    private static List<int> Filled(ReadOnlySpan<char> text, List<Range> lines, int from)
    {
        var filled = new List<int>();
        for (var line = NextFilled(text, lines, from); line < lines.Count && filled.Count < MostLines; line = NextFilled(text, lines, line + 1))
            filled.Add(line);
        return filled;
    }

    private static List<Range> Lines(ReadOnlySpan<char> text)
    {
        var lines = new List<Range>();
        for (var start = 0; start < text.Length;)
        {
            var end = text[start..].IndexOfAny('\r', '\n') is var found && found < 0 ? text.Length : start + found;
            lines.Add(start..end);
            start = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }
        return lines;
    }
}
