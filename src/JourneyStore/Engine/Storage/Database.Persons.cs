using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Storage.Persons;

namespace JourneyStore.Engine.Storage;

// What is asked and done about one person.
public sealed partial class Database
{
    internal Task<ExportSession> OpenExportAsync(CancellationToken ct) => ExportSession.OpenAsync(bulk, ct);

    internal Task<List<ErasureReceipt>> ReadErasuresAsync(string tenant, long after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadErasures.PageAsync(connection, tenant, after, limit, ct), ct);

    internal Task<List<ErasureReceipt>> ReadErasuresAsync(CustomerKey customer, CancellationToken ct) =>
        Ask(lookups, connection => ReadErasures.OfCustomerAsync(connection, customer.Tenant, customer.Customer, ct), ct);
}
