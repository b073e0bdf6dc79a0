namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>What a log says of all its traces and events: attributes of its own, values for absent ones, classifiers, prefixes.</summary>
internal sealed class XesLogLevel
{
    private const string Concepts = ".xesext";
    private readonly Dictionary<string, string> prefixes = new(StringComparer.Ordinal);

    public XesAttributes Log { get; } = new();

    /// <summary>What the log declares that every event has, with the value that stands for one not given.</summary>
    public XesAttributes EventGlobals { get; } = new();

    /// <summary>The keys that together name the class of an event, by the classifier's name.</summary>
    public Dictionary<string, string[]> Classifiers { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes an extension that the log calls by a prefix of its own: its keys are known by the standard's.</summary>
    public void Declare(string? prefix, string? uri)
    {
        if (prefix is null || uri is null || !uri.EndsWith(Concepts, StringComparison.OrdinalIgnoreCase)) return;
        var standard = uri[(uri.LastIndexOf('/') + 1)..^Concepts.Length].ToLowerInvariant();
        if (prefix != standard && standard is "concept" or "time" or "lifecycle" or "org" or "identity" or "cost") prefixes[prefix] = standard;
    }

    /// <summary>Writes it as XES does; prefixes are the standard's by now.</summary>
    public void Write(XesWriter xml)
    {
        foreach (var (name, keys) in Classifiers)
            xml.Empty("classifier", ("name", name), ("keys", string.Join(' ', keys.Select(key => key.Contains(' ') ? $"'{key}'" : key))));
        if (EventGlobals.Length > 0)
        {
            xml.Open("global", ("scope", "event"));
            EventGlobals.Write(xml);
            xml.Close("global");
        }
        Log.Write(xml);
    }

    /// <summary>A key with the standard's prefix.</summary>
    public string KeyOf(string key) =>
        prefixes.Count > 0 && key.IndexOf(':') is > 0 and var colon && prefixes.TryGetValue(key[..colon], out var standard)
            ? standard + key[colon..]
            : key;
}
