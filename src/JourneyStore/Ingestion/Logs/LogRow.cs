using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs;

/// <summary>What a format's reader yields: a <see cref="LogItem"/> that does not know yet how far the file is.</summary>
internal readonly record struct LogRow(EventCandidate? Event, LogReject? Reject, long Row)
{
    public static LogRow Of(EventCandidate @event, long row) => new(@event, null, row);

    public static LogRow Of(LogReject reject) => new(null, reject, reject.Row);

    public static LogRow Rejected(string code, string reason, long row, ReadOnlySpan<char> raw = default) =>
        new(null, LogReject.Of(code, reason, row, raw), row);

    /// <summary>The same, standing in another place.</summary>
    public LogRow At(long row) => new(Event, Reject is null ? null : Reject with { Row = row }, row);
}
