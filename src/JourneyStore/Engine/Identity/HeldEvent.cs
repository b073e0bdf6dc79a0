using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Identity;

/// <summary>An event that is kept but not yet bound to a customer.</summary>
/// <param name="Number">Its place in the list of held events, rising.</param>
/// <param name="Candidate">The event as it came.</param>
/// <param name="RecordedAt">When it was accepted.</param>
/// <param name="Code">Stable code of the reason, for instance <c>no-customer</c>.</param>
/// <param name="Reason">For people.</param>
public sealed record HeldEvent(long Number, EventCandidate Candidate, DateTimeOffset RecordedAt, string Code, string Reason)
{
    /// <summary>Of a stored one, with the reason that holds now: its case may have got several customers since it was held.</summary>
    internal static HeldEvent Of(StoredHeld held)
    {
        var candidate = EventHeaders.Read(held.Headers.Span, held.Type, held.OccurredAt, held.Data);
        var (code, reason) = held.CaseCustomer == "" ? BatchBinding.AmbiguousCase(candidate) : (held.Code, held.Reason);
        return new HeldEvent(held.Number, candidate, held.RecordedAt, code, reason);
    }
}

/// <summary>A page of held events.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="Next">Number to go on after; null: this was the last page.</param>
public sealed record HeldPage(IReadOnlyList<HeldEvent> Events, long? Next);

/// <summary>What a retry of held events did.</summary>
/// <param name="Tried">How many were looked at.</param>
/// <param name="Bound">How many are bound to a customer now.</param>
/// <param name="StillHeld">How many stay held.</param>
public sealed record HeldRetry(long Tried, long Bound, long StillHeld);
