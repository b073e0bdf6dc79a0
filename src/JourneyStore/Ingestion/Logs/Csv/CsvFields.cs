using System.Globalization;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Csv;

/// <summary>The record that the scanner stands on, by column name.</summary>
internal sealed class CsvFields(CsvScanner scanner, IReadOnlyDictionary<string, int> columns, LogMap map, string header) : ILogFields
{
    // Most fields of a row are asked for several times or not at all, so a text is made once, and only when asked for.
    private readonly string?[] texts = new string?[columns.Count];
    private readonly bool[] known = new bool[columns.Count];

    /// <summary>The row's line in the log that it came from; null: it stands in that log.</summary>
    public long? Origin { get; init; }

    public long Row => Origin ?? scanner.Line;

    public LogRecord? Record => new(RejectLine.Csv, header + Raw) { Context = new RecordContext { Row = Row } };

    public string Raw => scanner.Raw.ToString();

    public void Forget() => Array.Clear(known);

    public string? Get(string field)
    {
        if (field.StartsWith('@'))
            return field switch
            {
                "@row" => Row.ToString(CultureInfo.InvariantCulture),
                "@hash" => RowHash.Of(scanner.Raw).ToString("x16", CultureInfo.InvariantCulture),
                _ => null,
            };
        if (!columns.TryGetValue(field, out var index)) return null;
        if (known[index]) return texts[index];
        var text = Padding.Strip(scanner.Text(index));
        known[index] = true;
        return texts[index] = text is null || map.Missing.Contains(text) ? null : text;
    }

    public bool IsNothing(string text) => map.Nothing.Contains(text);
}
