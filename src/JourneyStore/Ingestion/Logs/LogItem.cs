using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// One thing that came out of an event log: an event, or a reject. Exactly one of <see cref="Event"/> and <see cref="Reject"/> is set.
/// </summary>
/// <param name="Event">The event; null: a reject.</param>
/// <param name="Reject">What could not be read; null: an event.</param>
/// <param name="Row">Where it stands: the line (CSV, NDJSON) or the ordinal of the event (XES, OCEL), 1-based; 0: the file as a whole.</param>
/// <param name="BytesRead">Bytes of the file, as it lies on disk, that reading has used so far.</param>
/// <param name="BytesTotal">Length of the file as it lies on disk; 0: not known.</param>
public sealed record LogItem(EventCandidate? Event, LogReject? Reject, long Row, long BytesRead, long BytesTotal)
{
    /// <summary>The file inside an archive that it came from; null: not from an archive.</summary>
    public string? Entry { get; init; }
}
