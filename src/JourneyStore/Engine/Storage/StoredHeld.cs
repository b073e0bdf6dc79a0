using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>A held event as stored, and the customer whom its case has by now: "" for several, null for none, or when nobody asked.</summary>
public sealed record StoredHeld(
    long Number,
    string Tenant,
    Guid Key,
    Guid? Case,
    string Type,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    ReadOnlyMemory<byte> Headers,
    ReadOnlyMemory<byte> Data,
    string Code,
    string Reason,
    string? CaseCustomer);
