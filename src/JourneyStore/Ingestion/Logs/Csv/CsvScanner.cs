namespace JourneyStore.Ingestion.Logs.Csv;

/// <summary>What is wrong with a record.</summary>
internal enum CsvProblem
{
    None,
    UnclosedQuote,
    TextAfterQuote,
    TooLong,
}

/// <summary>
/// Cuts text into records and fields as RFC 4180 has it, in a buffer that never grows beyond one record. A broken record costs its own
/// first line and nothing more: reading goes on at the line after it, because one stray quote must not swallow the rest of a file.
/// </summary>
internal sealed class CsvScanner(TextReader reader, char delimiter, char quote, long firstLine = 1)
{
    /// <summary>Longest record, in characters.</summary>
    public const int MaxRecordLength = 256 * 1024;

    private char[] buffer = new char[16 * 1024];
    private int start;
    private int filled;
    private int next;
    private bool ended;
    private bool overflow;
    private int rawLength;
    private readonly List<(int Start, int Length, bool Escaped)> fields = [];

    /// <summary>Line on which the record begins, 1-based.</summary>
    public long Line { get; private set; }

    public CsvProblem Problem { get; private set; }

    public int Count => fields.Count;

    /// <summary>The record as it stands in the file, without its line end. Valid until the next record.</summary>
    public ReadOnlySpan<char> Raw => buffer.AsSpan(start, rawLength);

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsBlank => rawLength == 0 && Problem == CsvProblem.None;

    private long nextLine = firstLine;

    /// <summary>The text of a field.</summary>
    public string Text(int index)
    {
        var (start, length, escaped) = fields[index];
        var text = buffer.AsSpan(this.start + start, length).ToString();
        return escaped ? text.Replace($"{quote}{quote}", $"{quote}") : text;
    }

    /// <summary>Goes to the next record; false: there is none.</summary>
    public bool Next()
    {
        start = next;
        fields.Clear();
        overflow = false;
        Problem = CsvProblem.None;
        Line = nextLine;
        if (!Has(0)) return false;
        for (var at = 0; ; at++)
        {
            var problem = Field(ref at);
            if (overflow) return Broken(problem == CsvProblem.UnclosedQuote ? problem : CsvProblem.TooLong);
            if (problem != CsvProblem.None) return Broken(problem);
            if (!Has(at)) return Finish(at, at);
            var c = buffer[start + at];
            if (c == delimiter) continue;
            return Finish(at, c == '\r' && Has(at + 1) && buffer[start + at + 1] == '\n' ? at + 2 : at + 1);
        }
    }

    /// <summary>
    /// Takes back all lines of the record but its first: for a record with the wrong number of fields over several lines, where a stray
    /// quote has joined rows that stand on their own.
    /// </summary>
    public void KeepOnlyFirstLine()
    {
        if (Raw.IndexOfAny('\r', '\n') >= 0) Broken(CsvProblem.None);
    }

    private CsvProblem Field(ref int at)
    {
        if (!Has(at)) return Plain(ref at);
        var c = buffer[start + at];
        if (c == quote) return Quoted(ref at);
        // Some programs write a blank behind each delimiter: what follows may be a quoted field all the same. When it is none, the blanks
        // and the quote are text, as they always were.
        if (c is ' ' or '\t' && c != delimiter && AfterBlanks(at) is var begin && Has(begin) && buffer[start + begin] == quote)
        {
            var (quoted, fields) = (begin, this.fields.Count);
            if (Quoted(ref quoted) == CsvProblem.None && !overflow)
            {
                at = quoted;
                return CsvProblem.None;
            }
            this.fields.RemoveRange(fields, this.fields.Count - fields);
            overflow = false;
        }
        return Plain(ref at);
    }

    private int AfterBlanks(int at)
    {
        while (Has(at) && buffer[start + at] is var c && c is ' ' or '\t' && c != delimiter) at++;
        return at;
    }

    private CsvProblem Plain(ref int at)
    {
        var first = at;
        while (Has(at))
        {
            var rest = buffer.AsSpan(start + at, filled - start - at);
            var end = rest.IndexOfAny(delimiter, '\r', '\n');
            at += end < 0 ? rest.Length : end;
            if (end >= 0) break;
        }
        fields.Add((first, at - first, false));
        return CsvProblem.None;
    }

    private CsvProblem Quoted(ref int at)
    {
        var first = ++at;
        var escaped = false;
        while (true)
        {
            if (!Has(at)) return CsvProblem.UnclosedQuote;
            var rest = buffer.AsSpan(start + at, filled - start - at);
            var end = rest.IndexOf(quote);
            at += end < 0 ? rest.Length : end;
            if (end < 0) continue;
            if (!Has(at + 1) || buffer[start + at + 1] != quote) break;
            escaped = true;
            at += 2;
        }
        fields.Add((first, at - first, escaped));
        at = AfterBlanks(at + 1);
        if (!Has(at)) return CsvProblem.None;
        var c = buffer[start + at];
        return c == delimiter || c is '\r' or '\n' ? CsvProblem.None : CsvProblem.TextAfterQuote;
    }

    private bool Finish(int length, int consumed)
    {
        rawLength = length;
        next = start + consumed;
        nextLine = Line + Math.Max(1, buffer.AsSpan(start, consumed).Count('\n'));
        return true;
    }

    private bool Broken(CsvProblem problem)
    {
        Problem = problem;
        var end = buffer.AsSpan(start, filled - start).IndexOfAny('\r', '\n');
        if (end < 0) return SkipLine();
        overflow = false;
        return Finish(end, buffer[start + end] == '\r' && Has(end + 1) && buffer[start + end + 1] == '\n' ? end + 2 : end + 1);
    }

    /// <summary>Drops the rest of a line that is longer than the buffer may be, and keeps its beginning for the reject.</summary>
    private bool SkipLine()
    {
        rawLength = Math.Min(filled - start, LogReject.MaxRawLength + 1);
        nextLine = Line + 1;
        var keep = start + rawLength;
        if (keep == filled && ended)
        {
            next = filled;
            return true;
        }
        while (true)
        {
            var read = reader.Read(buffer, keep, buffer.Length - keep);
            filled = keep + Math.Max(read, 0);
            if (read <= 0)
            {
                (ended, next) = (true, filled);
                return true;
            }
            var end = buffer.AsSpan(keep, read).IndexOf('\n');
            if (end < 0) continue;
            next = keep + end + 1;
            return true;
        }
    }

    /// <summary>Whether the record has a character at this place; reads on when the buffer ends before it.</summary>
    private bool Has(int at)
    {
        while (start + at >= filled)
        {
            if (ended || overflow) return false;
            if (start > 0)
            {
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                (filled, start, next) = (filled - start, 0, 0);
            }
            if (filled == buffer.Length)
            {
                if (buffer.Length >= MaxRecordLength)
                {
                    overflow = true;
                    return false;
                }
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxRecordLength));
            }
            var read = reader.Read(buffer, filled, buffer.Length - filled);
            if (read <= 0) ended = true;
            filled += Math.Max(read, 0);
        }
        return true;
    }
}
