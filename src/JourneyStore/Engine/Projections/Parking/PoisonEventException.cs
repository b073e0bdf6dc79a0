using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Projections.Parking;

/// <summary>A fold cannot take an event: a fault of the fold or of the event, never of the database. Never leaves the projections.</summary>
internal sealed class PoisonEventException(StoredEvent stored, Exception reason) : Exception(reason.Message, reason)
{
    private const int LongestReason = 500;

    public StoredEvent Stored => stored;

    public string Reason { get; } = Cut($"{reason.GetType().Name}: {reason.Message}");

    /// <summary>True for what a fold may throw because of an event; a machine without memory is no such thing.</summary>
    public static bool IsPoison(Exception exception) => exception is not (PoisonEventException or OutOfMemoryException);

    // NUL has no place in a text column.
    private static string Cut(string text) => (text.Length <= LongestReason ? text : text[..LongestReason] + "…").Replace('\0', ' ');
}
