using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Identity;
using JourneyStore.Events;
using JourneyStore.Events.Cases;

namespace JourneyStore.Engine.Intake;

/// <summary>Events that the store itself adds, because they follow from others.</summary>
internal static class OwnFacts
{
    /// <summary>Their source.</summary>
    public const string Source = "urn:journeystore";

    /// <summary>A case passes from one customer to another.</summary>
    public static AcceptedEvent Make(string tenant, string id, DateTimeOffset at, CaseMoved moved)
    {
        var candidate = new EventCandidate
        {
            Source = Source, Id = id, Type = CaseMoved.Type, OccurredAt = at, Data = JsonSerializer.SerializeToUtf8Bytes(moved, EventJson.Options),
        };
        // It names nobody, so no rules of names matter.
        return new AcceptedEvent(tenant, candidate, at, moved, Checks.EventFingerprint.Of(candidate), IdentityRules.Default);
    }
}
