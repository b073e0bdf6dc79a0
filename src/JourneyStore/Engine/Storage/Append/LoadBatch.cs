using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// The first round trip of a batch, one pipeline. Under READ COMMITTED each statement has a snapshot of its own, so what follows the
/// statement that locks sees the streams, and all that is guarded by them, as the lock holder does.
/// </summary>
internal sealed class LoadBatch(IReadOnlyList<ViewTable> views)
{
    // The transaction has an id before anything else happens in it, and so before it draws a position: readers prove by
    // transaction ids that a missing position cannot appear any more.
    private const string TakeId = "select pg_current_xact_id()";

    private const string LockStreams =
        """
        select u.ord, s.tenant_id, s.id, s.version, s."timestamp"
        from unnest($1, $2) with ordinality u(tenant, identifier, ord)
        join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
        join mt_streams s on s.tenant_id = i.tenant_id and s.id = i.customer_id
        order by s.tenant_id collate "C", s.id collate "C" for update of s
        """;

    private static readonly string LockStreamsAlsoByIdAndCase =
        $"""
        with wanted as (
          select u.ord, i.tenant_id, i.customer_id as id
          from unnest($1, $2) with ordinality u(tenant, identifier, ord)
          join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
          union all
          select 0, c.tenant, c.id from unnest($3, $4) c(tenant, id)
          union all
          select distinct 0, n.tenant, e.stream_id from unnest($5, $6) n(tenant, key) join mt_events e on e.tenant_id = n.tenant and {EventRow.Case} = n.key)
        select w.ord, s.tenant_id, s.id, s.version, s."timestamp" from wanted w join mt_streams s on s.tenant_id = w.tenant_id and s.id = w.id
        order by s.tenant_id collate "C", s.id collate "C" for update of s
        """;

    // Behind the locks: a rebuilt view is put into use before this batch or after it, not meanwhile.
    private readonly string countSwitches = $"select {ViewTables.Switches(views)}";

    // One look at the index for each key: what is there, or else a position.
    private const string FindKeysOrDraw =
        """
        select u.ord, coalesce(e.id, h.event_key) is not null, e.seq_id, e.stream_id, case when e.seq_id is null then nextval('mt_events_sequence') end,
          coalesce(e.headers, h.headers) ->> 'print'
        from unnest($1) with ordinality u(key, ord)
        left join mt_events e on e.id = u.key
        left join js_held h on h.event_key = u.key
        """;

    // Both in one, for a batch that asks for nothing else: a position is drawn only once the id has been taken.
    private const string Draw = "select case when pg_current_xact_id() is not null then nextval('mt_events_sequence') end from generate_series(1, $1)";

    private static readonly string FindCases =
        $"""
        select u.ord, min(e.stream_id), max(e.stream_id)
        from unnest($1, $2) with ordinality u(tenant, key, ord) join mt_events e on e.tenant_id = u.tenant and {EventRow.Case} = u.key
        group by u.ord
        """;

    /// <summary>Reads rows inside the same transaction.</summary>
    public ReadRows Rows { get; } = new(views);

    public async Task<LoadedBatch> RunAsync(NpgsqlConnection connection, BatchQuery query, CancellationToken ct)
    {
        var identifiers = query.Identifiers as IdentifierKey[] ?? [.. query.Identifiers];
        var keys = query.Keys as TenantKey[] ?? [.. query.Keys];
        var hasRows = query.RowsOf.Count + query.Customers.Count + query.Cases.Count > 0;

        await using var batch = new NpgsqlBatch(connection);
        var locks = identifiers.Length + query.Customers.Count + query.Cases.Count > 0;
        var takesId = locks || keys.Length > 0;
        if (takesId) batch.Add(TakeId);
        if (locks)
        {
            AddLocks(batch, identifiers, query);
            batch.Add(countSwitches);
        }
        if (hasRows) Rows.AddTo(batch, query.RowsOf, query.Customers, query.Cases);
        if (keys.Length > 0) batch.Add(FindKeysOrDraw, Sql.Ids(keys.Column(k => k.Key)));
        if (query.Positions > 0) batch.Add(Draw, Sql.Number(query.Positions));
        if (query.Cases.Count > 0)
            batch.Add(FindCases, Sql.Texts(query.Cases.Column(c => (string?)c.Tenant)), Sql.Ids(query.Cases.Column(c => c.Key)));

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var (resolved, streams) = (new Dictionary<IdentifierKey, string>(identifiers.Length), new Dictionary<CustomerKey, StreamPlace>(identifiers.Length));
        long? switches = null;
        if (locks)
        {
            await reader.NextResultAsync(ct);
            await ReadLocksAsync(reader, identifiers, resolved, streams, ct);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            switches = reader.GetInt64(0);
        }
        var loaded = new Dictionary<CustomerKey, LoadedRows>(query.RowsOf.Count + query.Customers.Count);
        if (hasRows)
        {
            await reader.NextResultAsync(ct);
            await Rows.ReadAsync(reader, loaded, ct);
        }
        var (known, positions) = (new Dictionary<TenantKey, KnownKey>(), new List<long>(keys.Length + query.Positions));
        if (keys.Length > 0)
        {
            await reader.NextResultAsync(ct);
            await ReadKeysAsync(reader, keys, known, positions, ct);
        }
        if (query.Positions > 0)
        {
            if (takesId) await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) positions.Add(reader.GetInt64(0));
        }
        positions.Sort();
        return new LoadedBatch
        {
            Identifiers = resolved, Streams = streams, Rows = loaded, Switches = switches, Keys = known, Positions = positions,
            Cases = await ReadCasesAsync(reader, query, ct),
        };
    }

    private static void AddLocks(NpgsqlBatch batch, IdentifierKey[] identifiers, BatchQuery query)
    {
        var (tenants, names) = (Sql.Texts(identifiers.Column(i => (string?)i.Tenant)), Sql.Texts(identifiers.Column(i => (string?)i.Identifier)));
        if (query.Customers.Count + query.Cases.Count == 0) batch.Add(LockStreams, tenants, names);
        else
            batch.Add(
                LockStreamsAlsoByIdAndCase, tenants, names,
                Sql.Texts(query.Customers.Column(c => (string?)c.Tenant)), Sql.Texts(query.Customers.Column(c => (string?)c.Customer)),
                Sql.Texts(query.Cases.Column(c => (string?)c.Tenant)), Sql.Ids(query.Cases.Column(c => c.Key)));
    }

    private static async Task ReadLocksAsync(
        NpgsqlDataReader reader, IdentifierKey[] identifiers, Dictionary<IdentifierKey, string> resolved, Dictionary<CustomerKey, StreamPlace> streams, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var customer = reader.GetString(2);
            if (reader.GetInt64(0) is > 0 and var at) resolved.Add(identifiers[at - 1], customer);
            streams[new CustomerKey(reader.GetString(1), customer)] = new StreamPlace(reader.GetInt64(3), EventRow.Moment(reader, 4));
        }
    }

    private static async Task ReadKeysAsync(
        NpgsqlDataReader reader, TenantKey[] keys, Dictionary<TenantKey, KnownKey> known, List<long> positions, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetBoolean(1))
                known.Add(
                    keys[reader.GetInt64(0) - 1],
                    new KnownKey(reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                        reader.IsDBNull(5) ? null : EventFingerprint.Read(reader.GetString(5))));
            if (!reader.IsDBNull(4)) positions.Add(reader.GetInt64(4));
        }
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
}
