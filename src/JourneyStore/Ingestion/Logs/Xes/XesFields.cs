using System.Globalization;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>The event that the scanner stands on, with its trace and its log, by the names that a map uses.</summary>
internal sealed class XesFields(XesScanner scanner, LogMap map) : ILogFields
{
    private const string OfTrace = "trace.";
    private const string OfLog = "log.";
    private const string OfClassifier = "classifier.";

    public long Row { get; set; }

    /// <summary>The trace's name, made unique within the file.</summary>
    public string Trace { get; set; } = "";

    public string Raw => $"trace {Trace}, event {scanner.EventIndex}: {scanner.Event}";

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
                "@index" => scanner.EventIndex.ToString(CultureInfo.InvariantCulture),
                "@row" => Row.ToString(CultureInfo.InvariantCulture),
                "@trace" => Trace,
                "@hash" => RowHash.Of(Raw).ToString("x16", CultureInfo.InvariantCulture),
                _ => null,
            };
        if (field.StartsWith(OfTrace, StringComparison.Ordinal)) return scanner.InTrace ? scanner.Trace.Get(field[OfTrace.Length..]) : null;
        if (field.StartsWith(OfLog, StringComparison.Ordinal)) return scanner.Log.Get(field[OfLog.Length..]);
        if (field.StartsWith(OfClassifier, StringComparison.Ordinal)) return Classify(field[OfClassifier.Length..]);
        return scanner.Event.Get(field) ?? (map.FillFromGlobals ? scanner.EventGlobals.Get(field) : null);
    }

    private string? Classify(string name)
    {
        if (!scanner.Classifiers.TryGetValue(name, out var keys)) return null;
        var values = keys.Select(Get).ToArray();
        return Array.Exists(values, value => value is null) ? null : string.Join('+', values);
    }
}
