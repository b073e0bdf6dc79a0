using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs;

/// <summary>Reads one line of NDJSON as a CloudEvent: an event, or a code and a reason why there is none. Must not keep the memory.</summary>
/// <param name="line">One UTF-8 line without its line end; valid only during the call.</param>
public delegate (EventCandidate? Event, string? Code, string? Reason) CloudEventLine(ReadOnlyMemory<byte> line);
