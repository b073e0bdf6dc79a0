using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Storage.Held;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// The first round trip of a batch that asks, one pipeline. Under READ COMMITTED each statement has a snapshot of its own, so what follows the
/// statements that lock sees the streams, and all that is guarded by them, as the lock holder does.
/// </summary>
internal sealed class LoadBatch(IReadOnlyList<ViewTable> views)
{
    // The transaction has an id before anything else happens in it, and so before it draws a position: readers prove by
    // transaction ids that a missing position cannot appear any more.
    private const string TakeId = "select pg_current_xact_id()";

    private static readonly string LockStreams =
        $"""
        with named as (
          select u.ord, i.tenant_id, i.customer_id as id
          from unnest($1, $2) with ordinality u(tenant, identifier, ord)
          join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
          union all
          select 0, c.tenant, c.id from unnest($3, $4) c(tenant, id)
          union all
          select distinct 0, n.tenant, {Members.OwnerOfEvent} from unnest($5, $6) n(tenant, key) join mt_events e on e.tenant_id = n.tenant and {EventRow.Case} = n.key
          union all
          select distinct 0, n.tenant, n.stream_id from ({CaseNeighbours.Statement("$7", "$8", "$9")}) n),
        wanted as (
          select n.ord, n.tenant_id, n.id as name, coalesce(m.customer_id, n.id) as id
          from named n left join js_members m on m.tenant_id = n.tenant_id and m.stream_id = n.id)
        select w.ord, s.tenant_id, s.id, s.version, s."timestamp", w.name, s.is_archived from wanted w join mt_streams s on s.tenant_id = w.tenant_id and s.id = w.id
        order by s.tenant_id collate "C", s.id collate "C" for update of s
        """;

    // Behind the locks: a rebuilt view is put into use before this batch or after it, not meanwhile.
    private readonly string countSwitches = $"select {ViewTables.Switches(views)}";

    private static readonly string FindKeys =
        $"""
        select u.ord, e.seq_id, {Members.OwnerOfEvent}, coalesce(e.headers, h.headers) ->> 'print'
        from unnest($1) with ordinality u(key, ord) left join mt_events e on e.id = u.key left join js_held h on h.event_key = u.key
        where e.id is not null or h.event_key is not null
        """;

    private static readonly string FindCases =
        $"""
        select u.ord, min({Members.OwnerOfEvent}), max({Members.OwnerOfEvent})
        from unnest($1, $2) with ordinality u(tenant, key, ord) join mt_events e on e.tenant_id = u.tenant and {EventRow.Case} = u.key
        group by u.ord
        """;

    /// <summary>Reads rows inside the same transaction.</summary>
    public ReadRows Rows { get; } = new(views);

    public async Task<LoadedBatch> RunAsync(NpgsqlConnection connection, BatchQuery query, CancellationToken ct)
    {
        var identifiers = query.Identifiers as IdentifierKey[] ?? [.. query.Identifiers];
        var keys = query.Keys as TenantKey[] ?? [.. query.Keys];
        var places = query.Places as CasePlace[] ?? [.. query.Places];
        var hasRows = query.RowsOf.Count + query.Customers.Count + query.Cases.Count > 0;
        HashSet<TenantKey> named = [.. places.Select(place => place.Case)];

        await using var batch = new NpgsqlBatch(connection);
        batch.Add(TakeId);
        var locks = CaseLocks.AddTo(batch, [.. named.Union(query.Cases)]);
        AddStreams(batch, identifiers, query, places);
        batch.Add(countSwitches);
        if (hasRows) Rows.AddTo(batch, query.RowsOf, query.Customers, query.Cases);
        batch.Add(FindKeys, Sql.Ids(keys.Column(k => k.Key)));
        if (query.Cases.Count > 0) batch.Add(FindCases, Tenants(query.Cases), Keys(query.Cases));
        if (places.Length > 0)
        {
            CaseNeighbours.AddTo(batch, places);
            ReadHeld.AddOfCases(batch, named);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var (resolved, streams) =
            (new Dictionary<IdentifierKey, string>(identifiers.Length), new Dictionary<CustomerKey, StreamPlace>(identifiers.Length));
        for (var i = 0; i <= locks; i++) await reader.NextResultAsync(ct);
        var (owners, closed) = await ReadStreamsAsync(reader, identifiers, resolved, streams, ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var switches = reader.GetInt64(0);
        var loaded = new Dictionary<CustomerKey, LoadedRows>(query.RowsOf.Count + query.Customers.Count);
        if (hasRows)
        {
            await reader.NextResultAsync(ct);
            await Rows.ReadAsync(reader, loaded, ct);
        }
        await reader.NextResultAsync(ct);
        var batchLoaded = new LoadedBatch
        {
            Identifiers = resolved, Streams = streams, Owners = owners, Rows = loaded, Switches = switches,
            Keys = await ReadKeysAsync(reader, keys, ct),
            Cases = await ReadCasesAsync(reader, query, ct),
            Neighbours = places.Length > 0 ? await CaseNeighbours.ReadAsync(reader, places, ct) : [],
            Held = places.Length > 0 ? await ReadHeldAsync(reader, ct) : [],
        };
        await reader.DisposeAsync();
        // The statement that locks found an identifier's customer before it waited for the lock, and the customer has joined another since.
        if (closed.Count > 0 && await FindOwners.AnyAsync(connection, closed, ct))
            throw new ConflictException(null, $"Customer {closed[0].Customer} of tenant {closed[0].Tenant} joined another while the batch waited.");
        return batchLoaded;
    }

    private static void AddStreams(NpgsqlBatch batch, IdentifierKey[] identifiers, BatchQuery query, CasePlace[] places) => batch.Add(
        LockStreams,
        [
            Sql.Texts(identifiers.Column(i => (string?)i.Tenant)), Sql.Texts(identifiers.Column(i => (string?)i.Identifier)),
            Sql.Texts(query.Customers.Column(c => (string?)c.Tenant)), Sql.Texts(query.Customers.Column(c => (string?)c.Customer)),
            Tenants(query.Cases), Keys(query.Cases), .. CaseNeighbours.Parameters(places),
        ]);

    private static async Task<(Dictionary<CustomerKey, string> Owners, List<CustomerKey> Closed)> ReadStreamsAsync(
        NpgsqlDataReader reader, IdentifierKey[] identifiers, Dictionary<IdentifierKey, string> resolved, Dictionary<CustomerKey,
        StreamPlace> streams, CancellationToken ct)
    {
        var (owners, closed) = (new Dictionary<CustomerKey, string>(), new List<CustomerKey>());
        while (await reader.ReadAsync(ct))
        {
            var customer = new CustomerKey(reader.GetString(1), reader.GetString(2));
            if (reader.GetInt64(0) is > 0 and var at) resolved.Add(identifiers[at - 1], customer.Customer);
            streams[customer] = new StreamPlace(reader.GetInt64(3), EventRow.Moment(reader, 4));
            if (reader.GetString(5) is var name && name != customer.Customer) owners[customer with { Customer = name }] = customer.Customer;
            if (reader.GetBoolean(6)) closed.Add(customer);
        }
        return (owners, closed);
    }

    private static async Task<Dictionary<TenantKey, KnownKey>> ReadKeysAsync(NpgsqlDataReader reader, TenantKey[] keys, CancellationToken ct)
    {
        var known = new Dictionary<TenantKey, KnownKey>();
        while (await reader.ReadAsync(ct))
            known.Add(
                keys[reader.GetInt64(0) - 1],
                new KnownKey(
                    reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                    reader.IsDBNull(3) ? null : EventFingerprint.Read(reader.GetString(3))));
        return known;
    }

    private static async Task<Dictionary<TenantKey, string>> ReadCasesAsync(NpgsqlDataReader reader, BatchQuery query, CancellationToken ct)
    {
        var cases = new Dictionary<TenantKey, string>();
        if (query.Cases.Count == 0) return cases;
        var asked = query.Cases.ToArray();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (least, most) = (reader.GetString(1), reader.GetString(2));
            cases.Add(asked[(int)reader.GetInt64(0) - 1], least == most ? least : "");
        }
        return cases;
    }

    private static async Task<Dictionary<TenantKey, List<StoredHeld>>> ReadHeldAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var held = new Dictionary<TenantKey, List<StoredHeld>>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var one = ReadHeld.Read(reader);
            var @case = new TenantKey(one.Tenant, one.Case!.Value);
            if (!held.TryGetValue(@case, out var of)) held.Add(@case, of = []);
            of.Add(one);
        }
        return held;
    }

    private static NpgsqlParameter Tenants(IReadOnlyCollection<TenantKey> cases) => Sql.Texts(cases.Column(c => (string?)c.Tenant));

    private static NpgsqlParameter Keys(IReadOnlyCollection<TenantKey> cases) => Sql.Ids(cases.Column(c => c.Key));
}
