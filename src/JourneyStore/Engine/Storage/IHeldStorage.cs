using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Storage;

/// <summary>Events that are kept but not yet bound to a customer.</summary>
public interface IHeldStorage
{
    /// <summary>A page, oldest first.</summary>
    Task<IReadOnlyList<StoredHeld>> ReadHeldAsync(string tenant, long after, int limit, CancellationToken ct);

    /// <summary>Those of the given cases.</summary>
    Task<IReadOnlyList<StoredHeld>> ReadHeldOfCasesAsync(IReadOnlyCollection<TenantKey> cases, int limit, CancellationToken ct);

    /// <summary>Those of every tenant whose case has events of exactly one customer, oldest first.</summary>
    Task<IReadOnlyList<StoredHeld>> ReadBindableHeldAsync(int limit, CancellationToken ct);

    /// <summary>True when any tenant has one.</summary>
    Task<bool> AnyHeldAsync(CancellationToken ct);
}

/// <summary>A held event as stored.</summary>
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
    string Reason);
