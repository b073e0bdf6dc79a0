using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Identity;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Intake;

/// <summary>Events that the store itself adds, because they follow from others.</summary>
internal static class OwnFacts
{
    /// <summary>Their source.</summary>
    public const string Source = "urn:journeystore";

    /// <summary>Whether events of a type are added by the store alone: what it says of who is who is to be true.</summary>
    public static bool IsReserved(string type) => type is CaseMoved.Type or CustomersMerged.Type or CustomerSplit.Type;

    /// <summary>A case passes from one customer to another.</summary>
    public static AcceptedEvent Make(string tenant, string id, DateTimeOffset at, CaseMoved moved) => Make(tenant, id, at, CaseMoved.Type, moved);

    /// <summary>Two customers are one.</summary>
    public static AcceptedEvent Make(string tenant, string id, DateTimeOffset at, CustomersMerged merged) =>
        Make(tenant, id, at, CustomersMerged.Type, merged);

    /// <summary>A customer is two.</summary>
    public static AcceptedEvent Make(string tenant, string id, DateTimeOffset at, CustomerSplit split) =>
        Make(tenant, id, at, CustomerSplit.Type, split);

    private static AcceptedEvent Make<TBody>(string tenant, string id, DateTimeOffset at, string type, TBody body) where TBody : IEventBody
    {
        var candidate = new EventCandidate
        {
            Source = Source, Id = id, Type = type, OccurredAt = at, Data = JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options),
        };
        // It names nobody, so no rules of names matter.
        return new AcceptedEvent(tenant, candidate, at, body, Checks.EventFingerprint.Of(candidate), IdentityRules.Default);
    }
}
