using System.Xml;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// Walks through XES from event to event. It knows the names of the format and asks for nothing else that the schema does: no
/// extensions declared, attributes of any type under any name, events outside a trace.
/// </summary>
internal sealed class XesScanner(XmlReader xml, Func<string, bool> wantedOfLog)
{
    private const int DeepestPrefix = 32;

    private readonly List<string> _prefixes = [];

    public XesAttributes Log { get; } = new();

    public XesAttributes Trace { get; } = new();

    public XesAttributes Event { get; } = new();

    /// <summary>What the log declares that every event has, with the value that stands for one not given.</summary>
    public XesAttributes EventGlobals { get; } = new();

    /// <summary>The keys that together name the class of an event, by the classifier's name.</summary>
    public Dictionary<string, string[]> Classifiers { get; } = new(StringComparer.Ordinal);

    /// <summary>Which trace it is, 1-based; 0: before the first.</summary>
    public long TraceNumber { get; private set; }

    public bool InTrace { get; private set; }

    /// <summary>Which event of its trace it is, 1-based.</summary>
    public long EventIndex { get; private set; }

    /// <summary>Name of the root element; null: there was none yet.</summary>
    public string? Root { get; private set; }

    /// <summary>Goes to the next event; false: there is none, or the document is no XES.</summary>
    public bool NextEvent()
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "trace") InTrace = false;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (Root is null)
            {
                Root = xml.LocalName;
                if (Root != "log") return false;
                continue;
            }
            if (ReadElement()) return true;
        }
        return false;
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
                return false;
            case "global":
                ReadChildren(xml.GetAttribute("scope") == "event" ? EventGlobals.Add : Drop, "");
                return false;
            case "classifier":
                if (xml.GetAttribute("name") is { } name) Classifiers[name] = Keys(xml.GetAttribute("keys") ?? "");
                return false;
            default:
                ReadAttribute(InTrace ? Trace.Add : AddToLog);
                return false;
        }
    }

    // Some logs carry tens of thousands of statistics as attributes of the log; only those that the map asks for are kept.
    private void AddToLog(string key, string value)
    {
        if (wantedOfLog(key)) Log.Add(key, value);
    }

    private static void Drop(string key, string value)
    {
    }

    private void ReadAttribute(Action<string, string> add)
    {
        var key = xml.GetAttribute("key") ?? "";
        if (xml.GetAttribute("value") is { } value) add(key, value);
        ReadChildren(add, key + "/");
    }

    /// <summary>Reads all attributes below the current element, however deep, and stops at its end. No recursion: depth is the file's.</summary>
    private void ReadChildren(Action<string, string> add, string prefix)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        _prefixes.Clear();
        _prefixes.Add(prefix);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement)
            {
                if (xml.Depth == depth) return;
                _prefixes.RemoveAt(_prefixes.Count - 1);
            }
            else if (xml.NodeType == XmlNodeType.Element)
            {
                var outer = _prefixes[^1];
                var key = xml.GetAttribute("key");
                if (key is not null && xml.GetAttribute("value") is { } value) add(outer + key, value);
                // The element <values> of a list has no key of its own.
                if (!xml.IsEmptyElement) _prefixes.Add(key is null || _prefixes.Count >= DeepestPrefix ? outer : $"{outer}{key}/");
            }
        }
    }

    /// <summary>Keys are separated by spaces; one that has spaces itself stands in apostrophes.</summary>
    private static string[] Keys(string text)
    {
        var pieces = text.Split('\'');
        var keys = new List<string>();
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 1) keys.Add(pieces[i]);
            else keys.AddRange(pieces[i].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        return [.. keys];
    }
}
