using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>A held event as stored, and, when a page was asked for, whether its case has several customers by now.</summary>
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
    bool CaseHasSeveralCustomers);
