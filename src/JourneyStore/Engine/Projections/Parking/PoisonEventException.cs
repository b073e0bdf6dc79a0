using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Projections.Parking;

/// <summary>A fold cannot take an event: a fault of the fold or of the event, never of the database. Never leaves the projections.</summary>
internal sealed class PoisonEventException(StoredEvent stored, Exception reason) : Exception(reason.Message, reason)
{
    public StoredEvent Stored => stored;

    public string Reason { get; } = ReasonText.Of(reason);

    /// <summary>True for what a fold may throw because of an event; a machine without memory is no such thing.</summary>
    public static bool IsPoison(Exception exception) => exception is not (PoisonEventException or OutOfMemoryException);
}
