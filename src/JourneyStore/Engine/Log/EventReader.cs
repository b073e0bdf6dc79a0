using JourneyStore.Engine.Catalog;
using JourneyStore.Events;

namespace JourneyStore.Engine.Log;

/// <summary>Reads stored rows as events: the envelope from its columns and headers, the body by the catalogue.</summary>
internal sealed class EventReader(EventCatalog catalog)
{
    public JourneyEvent Read(in StoredEvent stored)
    {
        var envelope = EventHeaders.Read(stored.Headers.Span, stored.Type, stored.OccurredAt, stored.Data);
        // A body that cannot be read any more (an application dropped or changed its record) leaves the event as one outside the catalogue.
        catalog.TryRead(stored.Type, envelope.SchemaVersion, envelope.Data.Span, out var body, out _);
        return Make(
            envelope, stored.Position, stored.Tenant, stored.Customer, stored.Version, stored.OccurredAt, stored.RecordedAt, body, stored.CorrelationId, stored.CausationId);
    }

    public static JourneyEvent Make(
        EventCandidate candidate, long position, string tenant, string customer, long version, DateTimeOffset occurredAt, DateTimeOffset recordedAt, IEventBody? body) =>
        Make(candidate, position, tenant, customer, version, occurredAt, recordedAt, body, candidate.CorrelationId, candidate.CausationId);

    private static JourneyEvent Make(
        EventCandidate candidate, long position, string tenant, string customer, long version, DateTimeOffset occurredAt, DateTimeOffset recordedAt, IEventBody? body,
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
