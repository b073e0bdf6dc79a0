using System.Xml;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>Reads an XES log event by event.</summary>
internal static class XesLog
{
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

    public static IEnumerable<LogRow> Read(Stream stream, LogMap map, Action<string> remark)
    {
        using var text = XesText.Open(stream, remark, out var problem);
        if (text is null)
        {
            yield return LogRow.Rejected(LogRejectCodes.FileEncoding, problem!, 0);
            yield break;
        }
        using var xml = XmlReader.Create(text, Tolerant);
        var wanted = MapFields.Of(map).Where(name => name.StartsWith("log.", StringComparison.Ordinal)).Select(name => name[4..]).ToHashSet();
        var scanner = new XesScanner(xml, wanted.Contains);
        var fields = new XesFields(scanner, map);
        var names = new TraceNames();
        var rows = new RowReader(map, new EventBuilder(map, EventDefaults.Xes));
        var trace = -1L;
        while (scanner.NextEvent())
        {
            fields.Row++;
            if (scanner.TraceNumber != trace)
            {
                trace = scanner.TraceNumber;
                fields.Trace = names.Unique(scanner.Trace.Get("concept:name"), trace);
            }
            if (scanner.Event.IsCut || scanner.Trace.IsCut)
            {
                const string Limits = "an event has at most 2,000 attributes and 262,144 characters in them";
                yield return EventBuilder.Reject(fields, LogRejectCodes.TooLarge, Limits);
            }
            else if (scanner.Event.HasNotText || scanner.Trace.HasNotText)
            {
                const string NotText = "the event or its trace has bytes that are no text in the file's encoding; the file's first line names it, <?xml version=\"1.0\" encoding=\"windows-1252\"?>";
                yield return EventBuilder.Reject(fields, LogRejectCodes.XesEncoding, NotText);
            }
            else yield return rows.Read(fields);
        }
        if (scanner.Root != "log")
            yield return LogRow.Rejected(LogRejectCodes.NotXes, $"expected the element 'log' at the root, found '{scanner.Root}'", 0);
        else if (fields.Row == 0)
            yield return LogRow.Rejected(LogRejectCodes.FileEmpty, "the log has no events", 0);
    }
}
