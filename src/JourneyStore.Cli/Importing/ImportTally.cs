using System.Collections.Concurrent;
using JourneyStore.Engine.Intake;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Cli.Importing;

/// <summary>What an import has come to; bounded in size whatever the files hold. Not for several threads.</summary>
internal sealed class ImportTally
{
    private const int MostNames = 5_000;
    private const int MostRemarks = 20;
    private const string Rest = "(other)";

    // Codes after which something was left unread: the import is not complete, however much of it was stored.
    private static readonly HashSet<string> LeavesUnread =
    [
        LogRejectCodes.FileBroken, LogRejectCodes.FileEmpty, LogRejectCodes.FileEncoding, LogRejectCodes.ColumnsMissing,
        LogRejectCodes.BrokenXml, LogRejectCodes.NotXes, LogRejectCodes.BrokenJson, LogRejectCodes.NotOcel,
    ];

    private readonly ConcurrentQueue<string> remarks = new();
    private readonly Dictionary<string, TypeCount> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RejectCount> rejects = new(StringComparer.Ordinal);

    public long Stored { get; private set; }

    public long Duplicates { get; private set; }

    public long Held { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Events that are in the store now.</summary>
    public long Taken => Stored + Duplicates + Held;

    /// <summary>Events and rejects together.</summary>
    public long Seen => Taken + Rejected;

    /// <summary>What somebody should know of the files though it costs nothing of them; the first few.</summary>
    public IReadOnlyCollection<string> Remarks => remarks;

    /// <summary>Notes a remark; from any thread.</summary>
    public void Remark(string text)
    {
        if (remarks.Count < MostRemarks) remarks.Enqueue(text);
    }

    /// <summary>Highest position of an event of these files.</summary>
    public long Position { get; private set; }

    /// <summary>False when a file was not read to its end.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>Event types, most frequent first.</summary>
    public IEnumerable<TypeCount> Types => types.Values.OrderByDescending(type => type.Count).ThenBy(type => type.Type, StringComparer.Ordinal);

    /// <summary>Codes of rejects, most frequent first.</summary>
    public IEnumerable<RejectCount> Rejects =>
        rejects.Values.OrderByDescending(reject => reject.Count).ThenBy(reject => reject.Code, StringComparer.Ordinal);

    /// <summary>Counts an event that the engine answered for.</summary>
    public void Count(string type, AppendStatus status)
    {
        switch (status)
        {
            case AppendStatus.Stored: Stored++; break;
            case AppendStatus.Duplicate: Duplicates++; break;
            case AppendStatus.Held: Held++; break;
        }
        if (!types.ContainsKey(type) && types.Count >= MostNames) type = Rest;
        types[type] = new TypeCount(type, (types.GetValueOrDefault(type)?.Count ?? 0) + 1);
    }

    /// <summary>Counts a reject, of the reader or of the engine.</summary>
    public void Reject(string code, string reason)
    {
        Rejected++;
        if (LeavesUnread.Contains(code)) Complete = false;
        if (!rejects.ContainsKey(code) && rejects.Count >= MostNames) code = Rest;
        var before = rejects.GetValueOrDefault(code);
        rejects[code] = new RejectCount(code, (before?.Count ?? 0) + 1, before?.Example ?? reason);
    }

    /// <summary>Notes how far the log has got.</summary>
    public void Reached(long position) => Position = Math.Max(Position, position);

    internal sealed record TypeCount(string Type, long Count);

    internal sealed record RejectCount(string Code, long Count, string Example);
}
