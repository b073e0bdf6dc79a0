namespace JourneyStore.Engine.Intake;

/// <summary>The truth about a request: one result an event, in the order of the events. Sent only after the commit.</summary>
/// <param name="Results">One result an event.</param>
/// <param name="Position">Highest position stored or found for these events; 0 when none has one. Good as <c>minPosition</c> of a read.</param>
public sealed record AppendReceipt(IReadOnlyList<AppendResult> Results, long Position);

/// <summary>What became of one event.</summary>
/// <param name="Id">The producer's id.</param>
/// <param name="Source">The producer.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Position">Its place in the log; null when held or rejected.</param>
/// <param name="Customer">Our id of its customer; null when held or rejected.</param>
/// <param name="Code">Stable code of a rejection, a hold or a remark; null: nothing to say.</param>
/// <param name="Reason">For people; null with the code.</param>
public sealed record AppendResult(
    string Id, string Source, AppendStatus Status, long? Position = null, string? Customer = null, string? Code = null, string? Reason = null);

/// <summary>What became of an event.</summary>
public enum AppendStatus
{
    /// <summary>Stored now.</summary>
    Stored,

    /// <summary>The same (source, id) was stored or held before; nothing changed.</summary>
    Duplicate,

    /// <summary>Kept, not yet bound to a customer.</summary>
    Held,

    /// <summary>Not kept; the code and the reason say why.</summary>
    Rejected,
}
