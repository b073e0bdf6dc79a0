using JourneyStore.Engine.Log;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Storage.Persons;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Storage;

// What is asked and done about one person.
public sealed partial class Database
{
    internal Task<ExportSession> OpenExportAsync(CancellationToken ct) => ExportSession.OpenAsync(bulk, ct);

    internal Task<List<ErasureReceipt>> ReadErasuresAsync(string tenant, long after, int limit, CancellationToken ct) =>
        Ask(lookups, connection => ReadErasures.PageAsync(connection, tenant, after, limit, ct), ct);

    internal Task<List<ErasureReceipt>> ReadErasuresAsync(CustomerKey customer, CancellationToken ct) =>
        Ask(lookups, connection => ReadErasures.OfCustomerAsync(connection, customer.Tenant, customer.Customer, ct), ct);

    internal Task<List<CustomerKey>> FindErasingAsync(CancellationToken ct) =>
        Ask(lookups, connection => FindErasing.AllAsync(connection, ct), ct);

    internal Task<List<CustomerKey>> FindErasingAsync(string tenant, string name, CancellationToken ct) =>
        Ask(lookups, connection => FindErasing.OfNameAsync(connection, tenant, name, ct), ct);

    internal Task<IAsyncDisposable?> TryOwnErasureAsync(CustomerKey customer, CancellationToken ct) =>
        RebuildLock.TryAsync(alone, $"erasure of {customer.Tenant}/{customer.Customer}", ct);

    internal Task<ErasureCounts> CountErasableAsync(
        CustomerKey customer, IReadOnlyList<string> streams, Guid[] own, IReadOnlyList<ViewTable> tables, CancellationToken ct) =>
        Ask(bulk, connection => CountErasable.RunAsync(connection, customer.Tenant, streams, own, tables, ct), ct);

    /// <summary>All identifiers of streams.</summary>
    internal Task<List<string>> ReadIdentifiersAsync(string tenant, IReadOnlyList<string> streams, CancellationToken ct) =>
        Ask(lookups, async connection =>
        {
            var all = await ReadIdentifiers.PageAsync(connection, tenant, streams, "", int.MaxValue, ct);
            return all.Select(one => one.Identifier).ToList();
        }, ct);

    internal Task<Erasing> BeginErasureAsync(ErasureOrder order, IReadOnlyList<ViewTable> tables, CancellationToken ct) =>
        OnBulk(connection => BeginErasure.RunAsync(connection, order, tables, ct), ct);

    internal Task<List<StoredEvent>> ReadUnmaskedAsync(CustomerKey stream, Guid[] own, long after, int limit, CancellationToken ct) =>
        Ask(bulk, connection => MaskEvents.ReadAsync(connection, stream, own, after, limit, ct), ct);

    internal Task MaskEventsAsync(long erasure, IReadOnlyList<(long Position, MaskedEvent Masked)> events, CancellationToken ct) =>
        OnBulk(connection => Done(MaskEvents.WriteAsync(connection, erasure, events, ct)), ct);

    internal Task<IReadOnlyList<StoredHeld>> FindHeldNamingAsync(
        string tenant, string pattern, long after, long upTo, int limit, CancellationToken ct) =>
        Ask(bulk, connection => FindHeldNaming.PageAsync(connection, tenant, pattern, after, upTo, limit, ct), ct);

    internal Task MaskHeldAsync(long erasure, IReadOnlyList<(long Number, MaskedEvent Masked)> held, CancellationToken ct) =>
        OnBulk(connection => Done(MaskHeld.RunAsync(connection, erasure, held, ct)), ct);

    internal Task<IReadOnlyList<string>> FindEnvelopeTablesAsync(CancellationToken ct) =>
        Ask(lookups, connection => FindEnvelopes.TablesAsync(connection, ct), ct);

    internal Task<IReadOnlyList<StoredEnvelope>> FindEnvelopesAsync(string table, string pattern, Guid after, int limit, CancellationToken ct) =>
        Ask(bulk, connection => FindEnvelopes.PageAsync(connection, table, pattern, after, limit, ct), ct);

    internal Task DropEnvelopesAsync(long erasure, string table, Guid[] ids, CancellationToken ct) =>
        OnBulk(connection => Done(DropEnvelopes.RunAsync(connection, erasure, table, ids, ct)), ct);

    internal Task BlankNotesAsync(long erasure, string tenant, IReadOnlyList<string> streams, CancellationToken ct) =>
        OnBulk(connection => Done(BlankNotes.RunAsync(connection, erasure, tenant, streams, ct)), ct);

    internal Task DropStatesAsync(ViewTable view, CustomerKey stream, CancellationToken ct) =>
        OnBulk(connection => Done(DropFolded.StatesAsync(connection, view, stream, ct)), ct);

    internal Task DropAsyncRowAsync(ViewTable view, CustomerKey stream, CancellationToken ct) =>
        OnBulk(connection => Done(DropFolded.RowAsync(connection, view, stream, ct)), ct);

    internal Task DropInlineRowsAsync(IReadOnlyList<ViewTable> tables, CustomerKey stream, DateTimeOffset now, CancellationToken ct) =>
        OnBulk(connection => Done(DropFolded.InlineAsync(connection, tables, stream, now, ct)), ct);

    internal Task EndErasureAsync(long erasure, string[] withoutRow, DateTimeOffset now, CancellationToken ct) =>
        OnBulk(connection => Done(EndErasure.RunAsync(connection, erasure, withoutRow, now, ct)), ct);
}
