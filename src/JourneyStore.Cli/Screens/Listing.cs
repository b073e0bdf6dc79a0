using Spectre.Console;
using Spectre.Console.Rendering;

namespace JourneyStore.Cli.Screens;

/// <summary>
/// Rows in columns. Texts are wrapped between words; a word is never broken and never cut, because ids are words and people copy them: one that is
/// wider than its
/// place pushes what follows it in its line aside. (The tables of the framework break such words, and leave out rows that have no room.)
/// </summary>
/// <param name="columns">The columns, left to right.</param>
internal sealed class Listing(params IReadOnlyList<ListingColumn> columns) : IRenderable
{
    private const int Indent = 2;
    private const int Gap = 3;
    private const int LeastText = 12;

    // A column is not made wider for a few long ids: they push aside.
    private const int MostId = 48;

    private static readonly Style Quiet = new(Color.Grey);

    private readonly List<ListingCell[]> rows = [];

    /// <summary>Adds a row: texts, or cells with a style of their own.</summary>
    public Listing Row(params ReadOnlySpan<ListingCell> cells)
    {
        var row = new ListingCell[columns.Count];
        for (var i = 0; i < row.Length; i++) row[i] = i < cells.Length ? cells[i] : "";
        rows.Add(row);
        return this;
    }

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(LeastText, maxWidth), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var widths = Widths(maxWidth);
        if (columns.Any(column => column.Head.Length > 0))
        {
            yield return Segment.LineBreak;
            foreach (var segment in Lines([.. columns.Select(column => new ListingCell(column.Head, Quiet))], widths)) yield return segment;
            yield return new Segment(new string('─', Math.Min(maxWidth, widths.Sum() + (Gap * (widths.Length - 1)) + (2 * Indent))), Quiet);
            yield return Segment.LineBreak;
        }
        foreach (var row in rows)
            foreach (var segment in Lines(row, widths)) yield return segment;
    }

    private int[] Widths(int maxWidth)
    {
        var widths = columns.Select((column, at) => rows.Select(row => Wide(row[at], column)).Append(Width(column.Head)).Max()).ToArray();
        var room = maxWidth - Indent - (Gap * (columns.Count - 1));
        for (var over = widths.Sum() - room; over > 0; over--)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(at => columns[at].Kind == ListingKind.Text)
                .OrderByDescending(at => widths[at]).FirstOrDefault(-1);
            if (widest < 0 || widths[widest] <= LeastText) break;
            widths[widest]--;
        }
        return widths;
    }

    private static int Wide(ListingCell cell, ListingColumn column) =>
        column.Kind == ListingKind.Id && Width(cell.Text) > MostId ? 0 : Width(cell.Text);

    private IEnumerable<Segment> Lines(ListingCell[] row, int[] widths)
    {
        var cells = row.Select((cell, at) => Wrap(cell.Text, widths[at])).ToList();
        for (var line = 0; line < cells.Max(cell => cell.Count); line++)
        {
            // Where the line is, and where it should be: the difference is what a long word has pushed.
            var (at, due) = (0, Indent);
            for (var i = 0; i < row.Length; i++)
            {
                var text = line < cells[i].Count ? cells[i][line] : "";
                var start = columns[i].Kind == ListingKind.Number ? due + Math.Max(0, widths[i] - Width(text)) : due;
                if (text.Length > 0)
                {
                    if (at > 0) start = Math.Max(start, at + 2);
                    yield return new Segment(new string(' ', start - at));
                    yield return new Segment(text, row[i].Style ?? columns[i].Style ?? Style.Plain);
                    at = start + Width(text);
                }
                due += widths[i] + Gap;
            }
            yield return Segment.LineBreak;
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        if (Width(text) <= width) return [text];
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Width(line) + 1 + Width(word) > width)
            {
                lines.Add(line);
                line = word;
            }
            else line = line.Length == 0 ? word : $"{line} {word}";
        }
        lines.Add(line);
        return lines;
    }

    private static int Width(string text) => new Segment(text).CellCount();
}

/// <summary>What stands in a column.</summary>
internal enum ListingKind
{
    /// <summary>Text, wrapped where room is short.</summary>
    Text,

    /// <summary>Numbers, right-aligned.</summary>
    Number,

    /// <summary>Ids and short words.</summary>
    Id,
}

/// <summary>A column.</summary>
/// <param name="Head">What stands over it; empty for all: no line of heads.</param>
/// <param name="Kind">What stands in it.</param>
/// <param name="Style">How its cells look; null: plain.</param>
internal sealed record ListingColumn(string Head = "", ListingKind Kind = ListingKind.Text, Style? Style = null);

/// <summary>A cell.</summary>
internal readonly record struct ListingCell
{
    public ListingCell(string? text, Style? style = null)
    {
        // Line breaks and control characters in what producers sent would be other lines.
        Text = text is null ? "" : text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
        Style = style;
    }

    public string Text { get; }

    /// <summary>Null: the column's.</summary>
    public Style? Style { get; }

    public static implicit operator ListingCell(string? text) => new(text);
}
