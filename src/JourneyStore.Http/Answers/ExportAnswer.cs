using System.ComponentModel;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Persons;

namespace JourneyStore.Http.Answers;

/// <summary>The shape of an export, for the document; the answer itself is written as it is read.</summary>
internal sealed record ExportAnswer(
    string Customer,
    string Tenant,
    DateTime ExportedAt,
    string[] Streams,
    ExportedIdentifier[] Identifiers,
    [property: Description("Rows of every view that has one of the customer, as they are kept.")] ExportedView[] Views,
    [property: Description("The signals as of now, as GET /v1/customers/{ref}/signals tells them.")] RawJson[] Signals,
    IdentityConflict[] Conflicts,
    [property: Description("Why projections have parked the customer or a case, as the row is.")] RawJson[] Parked,
    [property: Description("Events that projections leave out, as the row is.")] RawJson[] Skipped,
    [property: Description("Reactions that are still to be told something, as the row is.")] RawJson[] Behind,
    [property: Description("Held events that name the person.")] RawJson[] Held,
    [property: Description("Dead letters and other messages that name the person.")] RawJson[] Messages,
    ErasureReceipt[] Erasures,
    [property: Description("Every event, in the order of arrival: envelope and data as they are stored.")] ExportedEvent[] Events);

/// <summary>An identifier, and since when it names the customer.</summary>
internal sealed record ExportedIdentifier(string Identifier, DateTime BoundAt);

/// <summary>What a view holds of the customer: a row, or (a view across customers) what it remembers.</summary>
internal sealed record ExportedView(string View, string Key, long? Revision, RawJson? Row, RawJson? State);

/// <summary>An event as it is stored.</summary>
internal sealed record ExportedEvent(
    long Position, string Stream, long Version, string Type, DateTime OccurredAt, DateTime RecordedAt, string? CorrelationId, string? CausationId,
    RawJson Envelope, RawJson Data);
