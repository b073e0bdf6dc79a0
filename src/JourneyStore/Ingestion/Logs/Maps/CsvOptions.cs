using System.Text;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>How the text of a CSV file is laid out. Default: commas, double quotes, UTF-8, names in the first row.</summary>
internal sealed record CsvOptions
{
    // Stands for bytes that are no text. It is not a character, so no text can hold it by right.
    public const char NotText = '\uFFFF';

    public char Delimiter { get; init; } = ',';

    public char Quote { get; init; } = '"';

    public Encoding Encoding { get; init; } = Tolerant("utf-8")!;

    /// <summary>Names of the columns of a file without a header; null: the first row has them.</summary>
    public string[]? Columns { get; init; }

    public static CsvOptions Parse(MapNode node)
    {
        node.Allow("delimiter", "quote", "encoding", "columns");
        var options = new CsvOptions();
        if (node.Find("delimiter") is { } delimiter) options = options with { Delimiter = One(delimiter) };
        if (node.Find("quote") is { } quote) options = options with { Quote = One(quote) };
        if (node.Find("columns") is { } columns) options = options with { Columns = columns.Texts() };
        if (node.Find("encoding") is { } encoding)
            options = options with
            {
                Encoding = Tolerant(encoding.Text())
                    ?? throw encoding.Wrong($"expected the name of an encoding such as utf-8 or windows-1252, found '{encoding.Text()}'"),
            };
        return options;
    }

    private static char One(MapNode node) =>
        node.Text() is { Length: 1 } text && text[0] is not ('\r' or '\n')
            ? text[0]
            : throw node.Wrong($"expected one character, found '{node.Text()}'");

    private static Encoding? Tolerant(string name)
    {
        var (to, from) = (new EncoderReplacementFallback("?"), new DecoderReplacementFallback(NotText.ToString()));
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, to, from) ?? Encoding.GetEncoding(name, to, from);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
