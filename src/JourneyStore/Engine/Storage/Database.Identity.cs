using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage.Held;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Storage;

// Who is who.
public sealed partial class Database
{
    /// <summary>A customer without rows, as whom a name led to by then; null: to nobody.</summary>
    internal async Task<StoredCustomer?> ReadCustomerThenAsync(
        string tenant, CustomerRef customer, long? maxPosition, DateTimeOffset? knownAt, CancellationToken ct)
    {
        var id = await Ask(lookups, connection => ResolveCustomer.ThenAsync(connection, tenant, customer, maxPosition, knownAt, Identity, ct), ct);
        if (id is null) return null;
        var question = customers.GetOrAdd("", _ => Customers([]));
        return await Ask(lookups, connection => question.Whole.ExactlyAsync(connection, tenant, id, ct), ct);
    }

    internal Task<Extent> ReadExtentAsync(string tenant, string customer, CancellationToken ct) =>
        Ask(lookups, connection => ReadExtent.RunAsync(connection, tenant, customer, ct), ct);

    internal Task<IReadOnlyList<string>> ReadStreamsAsync(string tenant, string customer, CancellationToken ct) =>
        Ask(lookups, connection => Members.ReadAsync(connection, tenant, customer, ct), ct);

    internal Task DropJoinedNextAsync(ViewTable view, CancellationToken ct) =>
        OnLookups(connection => Done(StaleRows.DropJoinedAsync(connection, view, ct)), ct);

    internal Task<IReadOnlyList<IdentityConflict>> ReadConflictsAsync(string tenant, long after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadConflicts.PageAsync(connection, tenant, after, limit, ct), ct);

    internal Task<string?> ResolveAsync(string tenant, CustomerRef customer, CancellationToken ct) =>
        Ask(lookups, connection => ResolveCustomer.RunAsync(connection, tenant, customer, Identity, ct), ct);
}
