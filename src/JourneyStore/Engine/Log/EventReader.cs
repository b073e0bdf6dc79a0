using JourneyStore.Engine.Catalog;
using JourneyStore.Events;

namespace JourneyStore.Engine.Log;

/// <summary>Reads stored rows as events: the envelope from its columns and headers, the body by the catalogue.</summary>
internal sealed class EventReader(EventCatalog catalog)
{
    /// <summary>The source of events that an application appended to a stream itself; their id is Marten's.</summary>
    public const string PastTheIntake = "urn:marten";

    public JourneyEvent Read(in StoredEvent stored)
    {
        var envelope = EventHeaders.Read(stored.Headers.Span, stored.Type, stored.OccurredAt, stored.Data);
        if (StoredType.TypeOf(stored.Type, envelope.SchemaVersion) is var own && own != stored.Type && catalog.TryFind(own, out _)) envelope =
            envelope with { Type = own };
        if (envelope.Id.Length == 0) envelope = envelope with { Source = PastTheIntake, Id = stored.Key.ToString() };
        // A body that cannot be read any more (an application dropped or changed its record) leaves the event as one outside the catalogue.
        catalog.TryRead(envelope.Type, envelope.SchemaVersion, envelope.Data.Span, out var body, out _);
        return Make(
            envelope, stored.Position, stored.Tenant, stored.Customer, stored.Version, stored.OccurredAt, stored.RecordedAt, body,
            stored.CorrelationId, stored.CausationId);
    }

    /// <summary>The names under which events of a type are stored, whatever the version of their data.</summary>
    public string[] StoredTypesOf(string type) =>
        [.. Enumerable.Range(1, catalog.TryFind(type, out var info) ? info.Version : 1).Select(version => StoredType.Of(type, version))];

    public static JourneyEvent Make(
        EventCandidate candidate, long position, string tenant, string customer, long version, DateTimeOffset occurredAt, DateTimeOffset recordedAt,
        IEventBody? body) =>
        Make(candidate, position, tenant, customer, version, occurredAt, recordedAt, body, candidate.CorrelationId, candidate.CausationId);

    private static JourneyEvent Make(
        EventCandidate candidate, long position, string tenant, string customer, long version, DateTimeOffset occurredAt, DateTimeOffset recordedAt,
        IEventBody? body,
        string? correlationId, string? causationId) => new()
    {
        Position = position,
        Tenant = tenant,
        Customer = customer,
        Version = version,
        Source = candidate.Source,
        Id = candidate.Id,
        Type = candidate.Type,
        OccurredAt = occurredAt,
        RecordedAt = recordedAt,
        Identifiers = candidate.Customer,
        Account = candidate.Account,
        Process = candidate.Process,
        CaseId = candidate.CaseId,
        Activity = candidate.Activity,
        Actor = candidate.Actor,
        Channel = candidate.Channel,
        CorrelationId = correlationId,
        CausationId = causationId,
        SchemaVersion = candidate.SchemaVersion,
        Data = candidate.Data,
        Body = body,
    };
}
