using System.Globalization;
using System.Text;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>One event with its trace and its log, by the names that a map uses.</summary>
internal sealed class XesFields(LogMap map, XesLogLevel level) : ILogFields
{
    private const string OfTrace = "trace.";
    private const string OfLog = "log.";
    private const string OfClassifier = "classifier.";

    public XesAttributes Event { get; set; } = new();

    /// <summary>The attributes of its trace; null: it stands in none.</summary>
    public XesAttributes? Trace { get; set; }

    /// <summary>The trace's name, made unique within the file.</summary>
    public string TraceName { get; set; } = "";

    /// <summary>Which event of its trace it is, 1-based.</summary>
    public long Index { get; set; }

    /// <summary>Which of the equal events of its trace it is, 1-based.</summary>
    public int Occurrence { get; set; } = 1;

    /// <summary>The fingerprint of its attributes, when the map has a use for it.</summary>
    public ulong Print { get; set; }

    public long Row { get; set; }

    public string Raw => $"trace {TraceName}, event {Index}: {Event}";

    public LogRecord? Record => Event.IsCut || Trace is { IsCut: true } ? null : new LogRecord(RejectLine.Xes, Document())
    {
        Context = new RecordContext
        {
            Row = Row,
            // By way of UTF-8, which replaces half of a surrogate pair: tolerant XML can carry one, JSON cannot.
            Trace = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(TraceName)),
            Index = Index,
            Occurrence = Occurrence == 1 ? null : Occurrence,
        },
    };

    public string? Get(string field)
    {
        var value = Find(field);
        return value is null || map.Missing.Contains(value) ? null : value;
    }

    public bool IsNothing(string text) => map.Nothing.Contains(text);

    private string? Find(string field)
    {
        if (field.StartsWith('@'))
            return field switch
            {
                "@index" => Index.ToString(CultureInfo.InvariantCulture),
                "@row" => Row.ToString(CultureInfo.InvariantCulture),
                "@trace" => TraceName,
                "@hash" => Hash(),
                _ => null,
            };
        if (field.StartsWith(OfTrace, StringComparison.Ordinal)) return Trace?.Get(field[OfTrace.Length..]);
        if (field.StartsWith(OfLog, StringComparison.Ordinal)) return level.Log.Get(field[OfLog.Length..]);
        if (field.StartsWith(OfClassifier, StringComparison.Ordinal)) return Classify(field[OfClassifier.Length..]);
        return Event.Get(field) ?? (map.FillFromGlobals ? level.EventGlobals.Get(field) : null);
    }

    private string Hash()
    {
        var print = Print.ToString("x16", CultureInfo.InvariantCulture);
        return Occurrence == 1 ? print : $"{print}~{Occurrence.ToString(CultureInfo.InvariantCulture)}";
    }

    private string? Classify(string name)
    {
        if (!level.Classifiers.TryGetValue(name, out var keys)) return null;
        var values = keys.Select(Get).ToArray();
        return Array.Exists(values, value => value is null) ? null : string.Join('+', values);
    }

    /// <summary>A log of this event alone, with all that the map could ask of its trace and its log.</summary>
    private string Document()
    {
        var xml = new XesWriter().Open("log");
        level.Write(xml);
        if (Trace is not null)
        {
            xml.Open("trace");
            Trace.Write(xml);
        }
        xml.Open("event");
        Event.Write(xml);
        xml.Close("event");
        if (Trace is not null) xml.Close("trace");
        return xml.Close("log").ToString();
    }
}
