using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Identity;

/// <summary>Makes an event, on its way to the log once more, of one that is held.</summary>
internal sealed class HeldEvents(Acceptance acceptance)
{
    public AcceptedEvent Again(StoredHeld held)
    {
        var candidate = EventHeaders.Read(held.Headers.Span, held.Type, held.OccurredAt, held.Data);
        var (accepted, _) = acceptance.Check(held.Tenant, candidate, held.RecordedAt);
        return new AcceptedEvent(held.Tenant, candidate, held.OccurredAt, accepted?.Body,
            EventHeaders.Fingerprint(held.Headers.Span), acceptance.Rules) { WasHeld = true };
    }
}
