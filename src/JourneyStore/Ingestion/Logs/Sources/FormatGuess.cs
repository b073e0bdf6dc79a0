using System.Text;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>Tells the format of a log: by the map, else by the ending of its name, else by how it begins.</summary>
internal static class FormatGuess
{
    public static LogFormat Of(LogEntry entry, LogMap? map)
    {
        if (map?.Format is { } said) return said;
        var name = entry.Name;
        if (Ends(name, ".ndjson", ".jsonl")) return LogFormat.CloudEvents;
        if (Ends(name, ".csv", ".tsv")) return LogFormat.Csv;
        if (Ends(name, ".xes")) return LogFormat.Xes;
        if (Ends(name, ".jsonocel")) return LogFormat.Ocel;
        return OfHead(entry.Head(4096));
    }

    /// <summary>Whether it is a file of rejects, whatever its name and the map say: it was written here.</summary>
    public static bool IsOfRejects(LogEntry entry) => entry.Head(4096) is [(byte)'{', ..] head && RejectLine.Begins(head);

    private static LogFormat OfHead(ReadOnlySpan<byte> head)
    {
        if (TextEncodings.Proven(head, out _) is { } encoding && TextEncodings.IsWide(encoding))
            head = Encoding.UTF8.GetBytes(encoding.GetString(head).TrimStart('\ufeff'));
        if (head.StartsWith(Encoding.UTF8.Preamble)) head = head[Encoding.UTF8.Preamble.Length..];
        head = head.TrimStart(" \t\r\n"u8);
        if (head.StartsWith("<"u8)) return LogFormat.Xes;
        if (!head.StartsWith("{"u8)) return LogFormat.Csv;
        return head.IndexOf("\"specversion\""u8) >= 0 ? LogFormat.CloudEvents : LogFormat.Ocel;
    }

    private static bool Ends(string name, params string[] endings) => endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
}
