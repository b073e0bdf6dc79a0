using System.Xml;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>Where a scanner has come to.</summary>
internal enum XesPlace
{
    Event,
    EndOfTrace,
    End,
}

/// <summary>
/// Walks through XES from event to event. It knows the names of the format and asks for nothing else that the schema does: no
/// extensions declared, attributes of any type under any name and in any order, events outside a trace.
/// </summary>
/// <param name="xml">The document.</param>
/// <param name="level">What is known of the log, and what it says of itself when that is to be noted.</param>
/// <param name="wantedOfLog">Which attributes of the log are wanted; null: nothing of the log's own is noted any more.</param>
internal sealed class XesScanner(XmlReader xml, XesLogLevel level, Func<string, bool>? wantedOfLog)
{
    private const int DeepestPrefix = 32;

    private readonly List<string> prefixes = [];

    public XesAttributes Trace { get; } = new();

    public XesAttributes Event { get; private set; } = new();

    /// <summary>Which trace it is, 1-based; 0: before the first.</summary>
    public long TraceNumber { get; private set; }

    public bool InTrace { get; private set; }

    /// <summary>Which event of its trace it is, 1-based.</summary>
    public long EventIndex { get; private set; }

    /// <summary>Name of the root element; null: there was none yet.</summary>
    public string? Root { get; private set; }

    /// <summary>The event's attributes, to be kept: the next event gets others.</summary>
    public XesAttributes TakeEvent()
    {
        var taken = Event;
        Event = new XesAttributes();
        return taken;
    }

    /// <summary>Goes on to the next event, or to the end of a trace, where all its attributes are known.</summary>
    public XesPlace Next()
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "trace")
            {
                InTrace = false;
                return XesPlace.EndOfTrace;
            }
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (Root is null)
            {
                Root = xml.LocalName;
                if (Root != "log") return XesPlace.End;
                continue;
            }
            if (ReadElement()) return XesPlace.Event;
        }
        return XesPlace.End;
    }

    private bool ReadElement()
    {
        switch (xml.LocalName)
        {
            case "event":
                EventIndex++;
                Event.Clear();
                ReadChildren(Event.Add, "");
                return true;
            case "trace":
                (TraceNumber, EventIndex, InTrace) = (TraceNumber + 1, 0, !xml.IsEmptyElement);
                Trace.Clear();
                return false;
            case "extension":
                if (wantedOfLog is not null) level.Declare(xml.GetAttribute("prefix"), xml.GetAttribute("uri"));
                return false;
            case "global":
                ReadChildren(wantedOfLog is not null && xml.GetAttribute("scope") == "event" ? level.EventGlobals.Add : Drop, "");
                return false;
            case "classifier":
                if (wantedOfLog is not null && xml.GetAttribute("name") is { } name) level.Classifiers[name] = Keys(xml.GetAttribute("keys") ?? "");
                return false;
            default:
                ReadAttribute(InTrace ? Trace.Add : AddToLog);
                return false;
        }
    }

    // Some logs carry tens of thousands of statistics as attributes of the log; only those that the map asks for are kept.
    private void AddToLog(string key, string value)
    {
        if (wantedOfLog is not null && wantedOfLog(key)) level.Log.Add(key, value);
    }

    private static void Drop(string key, string value)
    {
    }

    private void ReadAttribute(Action<string, string> add)
    {
        var key = level.KeyOf(xml.GetAttribute("key") ?? "");
        if (xml.GetAttribute("value") is { } value) add(key, value);
        ReadChildren(add, key + "/");
    }

    /// <summary>Reads all attributes below the current element, however deep, and stops at its end. No recursion: depth is the file's.</summary>
    private void ReadChildren(Action<string, string> add, string prefix)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        prefixes.Clear();
        prefixes.Add(prefix);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement)
            {
                if (xml.Depth == depth) return;
                prefixes.RemoveAt(prefixes.Count - 1);
            }
            else if (xml.NodeType == XmlNodeType.Element)
            {
                var outer = prefixes[^1];
                var key = xml.GetAttribute("key") is { } written ? level.KeyOf(written) : null;
                if (key is not null && xml.GetAttribute("value") is { } value) add(outer + key, value);
                // The element <values> of a list has no key of its own.
                if (!xml.IsEmptyElement) prefixes.Add(key is null || prefixes.Count >= DeepestPrefix ? outer : $"{outer}{key}/");
            }
        }
    }

    /// <summary>Keys are separated by spaces; one that has spaces itself stands in apostrophes.</summary>
    private string[] Keys(string text)
    {
        var pieces = text.Split('\'');
        var keys = new List<string>();
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 1) keys.Add(level.KeyOf(pieces[i]));
            else keys.AddRange(pieces[i].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(level.KeyOf));
        }
        return [.. keys];
    }
}
