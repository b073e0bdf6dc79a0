namespace JourneyStore.Ingestion.Logs;

/// <summary>A row, element or line that gave no event, with the reason. Reading goes on after it wherever the format allows.</summary>
/// <param name="Code">Stable word for programs; see <see cref="LogRejectCodes"/>.</param>
/// <param name="Reason">One sentence for people: what was expected, what was found.</param>
/// <param name="Row">Where it stands, as in <see cref="LogItem.Row"/>.</param>
/// <param name="Raw">The offending text as it came, shortened to <see cref="MaxRawLength"/> characters; empty: there is none.</param>
public sealed record LogReject(string Code, string Reason, long Row, string Raw)
{
    /// <summary>Longest <see cref="Raw"/>, in characters.</summary>
    public const int MaxRawLength = 2_000;

    /// <summary>The record itself, whole; null: there is none, because a whole file is meant or the record is too large.</summary>
    public LogRecord? Record { get; init; }

    /// <summary>Makes a reject and shortens its raw text.</summary>
    /// <param name="code">Stable word.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="row">Where it stands.</param>
    /// <param name="raw">The text as it came.</param>
    public static LogReject Of(string code, string reason, long row, ReadOnlySpan<char> raw) =>
        new(code, reason, row, raw.Length <= MaxRawLength ? raw.ToString() : string.Concat(raw[..(MaxRawLength - 1)], "…"));
}
