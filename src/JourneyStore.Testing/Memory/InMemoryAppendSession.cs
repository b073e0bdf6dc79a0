using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>A transaction that appends, in the steps of the real one: an id, the locks, the reads of the lock holder, the positions.</summary>
internal sealed class InMemoryAppendSession(InMemoryDatabase database, IReadOnlyList<ViewTable> views) : IAppendSession
{
    private ulong? transaction;
    private bool inside;
    private IReadOnlyList<CustomerKey> locked = [];

    public async Task<LoadedBatch> LoadAsync(BatchQuery query, CancellationToken ct)
    {
        transaction = database.Begin();
        await database.Appends.EnterAsync(ct);
        inside = true;
        var before = database.Contents;
        var identifiers = query.Identifiers.Where(before.Identifiers.ContainsKey).ToDictionary(i => i, i => before.Identifiers[i]);
        var wanted = identifiers.Select(known => new CustomerKey(known.Key.Tenant, known.Value))
            .Concat(query.Customers)
            .Concat(query.Cases.SelectMany(@case => CustomersOf(before, @case).Select(customer => new CustomerKey(@case.Tenant, customer))))
            .Where(before.Streams.ContainsKey).Distinct();
        locked = await database.Streams.TakeAsync(wanted, ct);
        // What others committed while this one waited for its locks is seen from here on.
        var now = database.Contents;
        var known = query.Keys.Where(now.Index.ContainsKey).ToDictionary(key => key, key => now.Index[key]);
        return new LoadedBatch
        {
            Identifiers = identifiers,
            Streams = locked.ToDictionary(customer => customer, customer => now.Streams[customer].Place),
            Rows = Wanted(query, identifiers).Where(locked.Contains).ToDictionary(customer => customer, customer => Load(now, customer)),
            Switches = query.Identifiers.Count + query.Customers.Count + query.Cases.Count > 0 ? now.InlineSwitches : null,
            Keys = known,
            Cases = query.Cases.Where(now.Cases.ContainsKey).ToDictionary(
                @case => @case, @case => CustomersOf(now, @case) is [var only] ? only : ""),
            Positions = database.DrawPositions(query.Positions + query.Keys.Count - known.Values.Count(key => key.Position is not null)),
        };
    }

    public Task<Dictionary<CustomerKey, LoadedRows>> ReadRowsAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken ct) =>
        Task.FromResult(customers.ToDictionary(customer => customer, customer => Load(database.Contents, customer)));

    public Task<IReadOnlyList<StoredEvent>> ReadHistoriesAsync(IReadOnlyList<CustomerKey> customers, int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StoredEvent>>([.. customers.SelectMany(customer =>
            Histories.Read(database.Contents, new HistoryQuery(customer.Tenant, customer.Customer, null, null, null, null, null, limit)))]);

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) =>
        Task.FromResult(Histories.Read(database.Contents, query));

    public Task CommitAsync(BatchWrites writes, CancellationToken ct)
    {
        database.Commit(transaction!.Value, contents => OutboxRows.Want(
            BatchCommit.Apply(contents, writes, views, database.NextHeldNumber), writes, database.NextDeliveryNumber));
        transaction = null;
        Leave();
        return Task.CompletedTask;
    }

    public Task RollbackAsync()
    {
        if (transaction is { } open) database.End(open);
        transaction = null;
        Leave();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await RollbackAsync();

    private void Leave()
    {
        database.Streams.Free(locked);
        locked = [];
        if (inside) database.Appends.Leave();
        inside = false;
    }

    /// <summary>Customers whose rows are asked for; those of cases are not among them, which the engine then reads one step later.</summary>
    private static IEnumerable<CustomerKey> Wanted(BatchQuery query, Dictionary<IdentifierKey, string> identifiers) =>
        query.RowsOf.Where(identifiers.ContainsKey).Select(i => new CustomerKey(i.Tenant, identifiers[i])).Concat(query.Customers).Distinct();

    private LoadedRows Load(Contents contents, CustomerKey customer)
    {
        var stream = contents.Streams[customer];
        var key = new GroupKey(customer.Tenant, customer.Customer);
        var rows = views.Select(view => Histories.RowOf(contents, view, key)).ToArray();
        return new LoadedRows(stream.ByOccurrence.Count == 0 ? null : stream.ByOccurrence[^1].Stored.Place, rows);
    }

    private static string[] CustomersOf(Contents contents, TenantKey @case) =>
        contents.Cases.TryGetValue(@case, out var events) ? [.. events.Select(e => e.Stored.Customer).Distinct()] : [];
}
