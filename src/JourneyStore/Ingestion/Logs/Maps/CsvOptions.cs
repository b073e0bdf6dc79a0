using System.Text;
using JourneyStore.Ingestion.Logs.Sources;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>How the text of a CSV file is laid out. Default: commas, double quotes, UTF-8, names in the first row that is none of Excel's.</summary>
internal sealed record CsvOptions
{
    /// <summary>What separates fields; null: what the file's line <c>sep=</c> says, else a comma.</summary>
    public char? Delimiter { get; init; }

    public char Quote { get; init; } = '"';

    /// <summary>The encoding that the map names; null: UTF-8. What the file's own bytes prove counts for more.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Names of the columns, instead of those of the header; null: the header has them.</summary>
    public string[]? Columns { get; init; }

    /// <summary>The line of the header, 1-based; null: found by the columns, or with <see cref="Columns"/> none.</summary>
    public int? Header { get; init; }

    public static CsvOptions Parse(MapNode node)
    {
        node.Allow("delimiter", "quote", "encoding", "columns", "header");
        var options = new CsvOptions();
        if (node.Find("delimiter") is { } delimiter) options = options with { Delimiter = One(delimiter) };
        if (node.Find("quote") is { } quote) options = options with { Quote = One(quote) };
        if (node.Find("columns") is { } columns) options = options with { Columns = columns.Texts() };
        if (node.Find("header") is { } header) options = options with { Header = header.Whole(1, 10_000) };
        if (node.Find("encoding") is { } encoding)
            options = options with
            {
                Encoding = TextEncodings.TryFind(encoding.Text(), out var found)
                    ? found
                    : throw encoding.Wrong($"expected the name of an encoding such as utf-8 or windows-1252, found '{encoding.Text()}'"),
            };
        if (options.Delimiter is { } used && used == options.Quote)
            throw node.Wrong($"fields cannot be separated and quoted by the same character {used}");
        return options;
    }

    private static char One(MapNode node) =>
        node.Text() is { Length: 1 } text && text[0] is not ('\r' or '\n')
            ? text[0]
            : throw node.Wrong($"expected one character, found '{node.Text()}'");
}
