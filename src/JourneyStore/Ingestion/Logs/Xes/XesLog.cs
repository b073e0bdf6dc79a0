using System.Xml;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// Reads an XES log event by event. Attributes of a trace that stand behind its events are waited for, when the map wants them: the events
/// of one trace are kept that long, and no more of them than fit.
/// </summary>
internal static class XesLog
{
    /// <summary>Most events of a trace that are kept until its attributes are known.</summary>
    public const int MostWaiting = 20_000;

    private const long MostWaitingLength = 16 * 1024 * 1024;
    private const string OfTrace = "trace.";
    private const string OfLog = "log.";
    private const string OfClassifier = "classifier.";

    private static readonly XmlReaderSettings Tolerant = new()
    {
        // No document type is followed and no entity expanded: a log is data from strangers.
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="open">Opens it from its beginning; twice, when the map wants of the log what does not stand before its traces.</param>
    /// <param name="map">What it means.</param>
    /// <param name="remark">Told what is noteworthy.</param>
    public static IEnumerable<LogRow> Read(Func<Stream> open, LogMap map, Action<string> remark)
    {
        using (var text = XesText.Open(open(), remark, out var problem))
            if (text is null)
                return [LogRow.Rejected(LogRejectCodes.FileEncoding, problem!, 0)];
        return Read(() => XesText.Open(open(), _ => { }, out _)!, map, remark, null);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="open">Opens it from its beginning.</param>
    /// <param name="map">What it means.</param>
    /// <param name="remark">Told what is noteworthy.</param>
    /// <param name="context">Where its one event stood in the log that it came from; null: it is a whole log.</param>
    public static IEnumerable<LogRow> Read(Func<TextReader> open, LogMap map, Action<string> remark, RecordContext? context)
    {
        var asked = MapFields.Of(map).ToHashSet(StringComparer.Ordinal);
        var level = LevelOf(open, map, asked);
        using var text = open();
        using var xml = XmlReader.Create(text, Tolerant);
        var scanner = new XesScanner(xml, level, null);
        var traces = new TraceReader(map, level, context, asked.Contains("@hash") || map.Id is null);
        string[] wanted = [.. Asked(asked, OfTrace), "concept:name"];
        var waiting = new List<(XesAttributes Event, long Index)>();
        var length = 0L;
        for (var place = scanner.Next(); place != XesPlace.End; place = scanner.Next())
        {
            if (place == XesPlace.Event && (!scanner.InTrace || waiting.Count == 0 && Array.TrueForAll(wanted, scanner.Trace.Has)))
            {
                yield return traces.Read(scanner, scanner.Event, scanner.EventIndex, scanner.InTrace);
                continue;
            }
            if (place == XesPlace.Event)
            {
                waiting.Add((scanner.TakeEvent(), scanner.EventIndex));
                length += waiting[^1].Event.Length;
                if (waiting.Count < MostWaiting && length < MostWaitingLength) continue;
                remark($"trace {scanner.TraceNumber} has more events than are kept until its attributes come; those before them are read without");
            }
            foreach (var (one, index) in waiting) yield return traces.Read(scanner, one, index, inTrace: true);
            waiting.Clear();
            length = 0;
        }
        if (scanner.Root != "log")
            yield return LogRow.Rejected(LogRejectCodes.NotXes, $"expected the element 'log' at the root, found '{scanner.Root}'", 0);
        else if (traces.Count == 0)
            yield return LogRow.Rejected(LogRejectCodes.FileEmpty, "the log has no events", 0);
    }

    /// <summary>
    /// What the log says of itself. It should stand before the traces, so the reading mostly ends with the first event; only what the map
    /// wants and has not come by then is looked for to the end.
    /// </summary>
    private static XesLogLevel LevelOf(Func<TextReader> open, LogMap map, HashSet<string> asked)
    {
        var level = new XesLogLevel();
        var (attributes, classifiers) = (Asked(asked, OfLog), Asked(asked, OfClassifier));
        using var text = open();
        using var xml = XmlReader.Create(text, Tolerant);
        var scanner = new XesScanner(xml, level, attributes.Contains);
        try
        {
            while (scanner.Next() != XesPlace.End)
                if (Array.TrueForAll(attributes, level.Log.Has) && Array.TrueForAll(classifiers, level.Classifiers.ContainsKey)
                    && (!map.FillFromGlobals || level.EventGlobals.Length > 0))
                    break;
        }
        catch (XmlException)
        {
            // The reading proper comes to the same place, and says so there, behind the events before it.
        }
        return level;
    }

    private static string[] Asked(HashSet<string> asked, string prefix) =>
        [.. asked.Where(field => field.StartsWith(prefix, StringComparison.Ordinal)).Select(field => field[prefix.Length..])];

    /// <summary>Makes events of what a scanner finds, trace by trace.</summary>
    private sealed class TraceReader(LogMap map, XesLogLevel level, RecordContext? context, bool countsEqual)
    {
        private readonly XesFields fields = new(map, level);
        private readonly RowReader rows = new(map, new EventBuilder(map, EventDefaults.Xes));
        private readonly TraceNames names = new();
        private readonly Dictionary<ulong, int> outside = [];
        private readonly Dictionary<ulong, int> within = [];
        private string name = "";
        private long trace;

        public long Count { get; private set; }

        public LogRow Read(XesScanner scanner, XesAttributes one, long index, bool inTrace)
        {
            fields.Row = ++Count;
            if (inTrace && scanner.TraceNumber != trace)
            {
                trace = scanner.TraceNumber;
                name = names.Unique(scanner.Trace.Get("concept:name"), trace);
                within.Clear();
            }
            (fields.Event, fields.Index) = (one, index);
            (fields.Trace, fields.TraceName) = inTrace ? (scanner.Trace, name) : (null, names.Unique(null, 0));
            if (countsEqual)
            {
                fields.Print = one.Print();
                fields.Occurrence = CountUp(inTrace ? within : outside, fields.Print);
            }
            if (context is not null)
                (fields.Row, fields.TraceName, fields.Index, fields.Occurrence) =
                    (context.Row, context.Trace ?? name, context.Index, context.Occurrence ?? 1);
            if (one.IsCut || fields.Trace is { IsCut: true })
            {
                const string Limits = "an event has at most 2,000 attributes and 262,144 characters in them";
                return EventBuilder.Reject(fields, LogRejectCodes.TooLarge, Limits);
            }
            if (one.HasNotText || fields.Trace is { HasNotText: true })
            {
                const string NotText = "the event or its trace has bytes that are no text in the file's encoding; "
                    + "the file's first line names it, <?xml version=\"1.0\" encoding=\"windows-1252\"?>";
                return EventBuilder.Reject(fields, LogRejectCodes.XesEncoding, NotText);
            }
            return rows.Read(fields);
        }

        private static int CountUp(Dictionary<ulong, int> prints, ulong print) => prints[print] = prints.GetValueOrDefault(print) + 1;
    }
}
