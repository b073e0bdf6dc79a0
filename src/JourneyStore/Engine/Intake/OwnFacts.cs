using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Intake;

/// <summary>Events that the store itself adds, because they follow from others.</summary>
internal static class OwnFacts
{
    /// <summary>Their source.</summary>
    public const string Source = "urn:journeystore";

    /// <summary>A case passes from one customer to another.</summary>
    public static AcceptedEvent Make(string tenant, string id, DateTimeOffset at, CaseMoved moved) => Make(tenant, id, at, CaseMoved.Type, moved);

    /// <summary>Two customers are one.</summary>
    public static AcceptedEvent Make(string tenant, string id, DateTimeOffset at, CustomersMerged merged) =>
        Make(tenant, id, at, CustomersMerged.Type, merged);

    private static AcceptedEvent Make<TBody>(string tenant, string id, DateTimeOffset at, string type, TBody body) where TBody : IEventBody
    {
        var candidate = new EventCandidate
        {
            Source = Source, Id = id, Type = type, OccurredAt = at, Data = JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options),
        };
        return new AcceptedEvent(tenant, candidate, at, body, Checks.EventFingerprint.Of(candidate));
    }
}
