using JourneyStore.Events;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>
/// Timestamps as RFC 3339 writes them, read strictly: seconds and an offset are mandatory, <c>t</c> and <c>z</c> may be lower-case, an offset
/// is up to 23:59, a fraction has any number of digits and is cut to the microsecond. A leap second reads as the last microsecond of its
/// minute, which keeps its day and its place in the order. Beyond the standard, <c>24:00:00</c> is read as ISO 8601 means it, as the first moment of
/// the next day.
/// </summary>
public static class Rfc3339
{
    /// <summary>Reads a timestamp as a moment in UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset moment) => MomentText.TryParse(text, out moment);
}
