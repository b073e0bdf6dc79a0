using JourneyStore.Engine.Storage;

namespace JourneyStore.Postgres.Append;

/// <summary>A row of the index of events: a stored event's, or a held one's without place and customer.</summary>
internal readonly record struct IndexedKey(string Tenant, Guid Key, long? Position, string? Customer, DateTimeOffset OccurredAt, Guid? Case)
{
    /// <summary>The rows of a batch, in the order of their keys.</summary>
    public static IndexedKey[] Of(BatchWrites writes)
    {
        IndexedKey[] all =
        [
            .. writes.Events.Select(e => new IndexedKey(e.Tenant, e.Key, e.Position, e.Customer, e.OccurredAt, e.Case)),
            .. writes.Held.Select(h => new IndexedKey(h.Tenant, h.Key, null, null, h.OccurredAt, h.Case)),
        ];
        Array.Sort(all, ByKey);
        return all;
    }

    private static int ByKey(IndexedKey a, IndexedKey b) => string.CompareOrdinal(a.Tenant, b.Tenant) is var tenants and not 0 ? tenants : a.Key.CompareTo(b.Key);
}
