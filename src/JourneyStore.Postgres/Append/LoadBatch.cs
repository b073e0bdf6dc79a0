using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Append;

/// <summary>
/// The first round trip of a batch, five statements in one pipeline. Under READ COMMITTED each has a snapshot of its own, so the views
/// are read by a statement that follows the one that locks: the rows seen are those of the lock holder.
/// </summary>
internal sealed class LoadBatch(IReadOnlyList<ViewTable> views)
{
    // The transaction has an id before anything else happens in it, and so before it draws a position: readers prove by
    // transaction ids that a missing position cannot appear any more.
    private const string TakeId = "select pg_current_xact_id()";

    private const string ResolveIdentifiers =
        """
        select u.ord, i.customer_id
        from unnest($1, $2) with ordinality u(tenant, identifier, ord)
        join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
        """;

    private const string Wanted =
        """
        with wanted as (
          select i.tenant_id, i.customer_id as id
          from unnest($1, $2) u(tenant, identifier) join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
          union
          select c.tenant, c.id from unnest($3, $4) c(tenant, id)
          union
          select n.tenant, i.stream_id from unnest($5, $6) n(tenant, key)
          join js_event_index i on i.tenant_id = n.tenant and i.case_key = n.key and i.stream_id is not null)
        """;

    private const string LockStreams =
        $"""
        {Wanted}
        select s.version from wanted w join mt_streams s on s.tenant_id = w.tenant_id and s.id = w.id
        order by s.tenant_id, s.id for update of s
        """;

    private const string FindKeys =
        """
        select u.ord, i.seq_id, i.stream_id
        from unnest($1, $2) with ordinality u(tenant, key, ord)
        join js_event_index i on i.tenant_id = u.tenant and i.event_key = u.key
        """;

    private const string DrawPositions =
        """
        with fresh as materialized (
          select count(*) as n from unnest($1, $2) u(tenant, key)
          where not exists (select from js_event_index i where i.tenant_id = u.tenant and i.event_key = u.key and i.seq_id is not null))
        select nextval('mt_events_sequence') from fresh, generate_series(1, fresh.n)
        """;

    private const string FindCases =
        """
        select u.ord, min(i.stream_id), max(i.stream_id)
        from unnest($1, $2) with ordinality u(tenant, key, ord)
        join js_event_index i on i.tenant_id = u.tenant and i.case_key = u.key and i.stream_id is not null
        group by u.ord
        """;

    private readonly string loadStreams = LoadStreams(views);

    public async Task<LoadedBatch> RunAsync(NpgsqlConnection connection, BatchQuery query, CancellationToken ct)
    {
        var identifierTenants = query.Identifiers.Column(i => (string?)i.Tenant);
        var identifiers = query.Identifiers.Column(i => (string?)i.Identifier);
        var customerTenants = query.Customers.Column(c => (string?)c.Tenant);
        var customers = query.Customers.Column(c => (string?)c.Customer);
        var keyTenants = query.Keys.Column(k => (string?)k.Tenant);
        var keys = query.Keys.Column(k => k.Key);
        var caseTenants = query.Cases.Column(c => (string?)c.Tenant);
        var cases = query.Cases.Column(c => c.Key);

        await using var batch = new NpgsqlBatch(connection);
        batch.Add(TakeId);
        batch.Add(ResolveIdentifiers, Sql.Texts(identifierTenants), Sql.Texts(identifiers));
        foreach (var statement in (ReadOnlySpan<string>)[LockStreams, loadStreams])
            batch.Add(
                statement, Sql.Texts(identifierTenants), Sql.Texts(identifiers), Sql.Texts(customerTenants), Sql.Texts(customers),
                Sql.Texts(caseTenants), Sql.Ids(cases));
        // Drawn before the keys are looked up: a key that another batch stores in between costs a position too many, never one too few.
        batch.Add(DrawPositions, Sql.Texts(keyTenants), Sql.Ids(keys));
        batch.Add(FindKeys, Sql.Texts(keyTenants), Sql.Ids(keys));
        if (query.Cases.Count > 0)
            batch.Add(FindCases, Sql.Texts(caseTenants), Sql.Ids(cases));

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var resolved = new Dictionary<IdentifierKey, string>(query.Identifiers.Count);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var at = (int)reader.GetInt64(0) - 1;
            resolved.Add(new IdentifierKey(identifierTenants[at]!, identifiers[at]!), reader.GetString(1));
        }
        await reader.NextResultAsync(ct);
        await reader.NextResultAsync(ct);
        var streams = new Dictionary<CustomerKey, LoadedStream>();
        while (await reader.ReadAsync(ct)) streams.Add(new CustomerKey(reader.GetString(0), reader.GetString(1)), ReadStream(reader));
        await reader.NextResultAsync(ct);
        var positions = new List<long>(keys.Length);
        while (await reader.ReadAsync(ct)) positions.Add(reader.GetInt64(0));
        await reader.NextResultAsync(ct);
        var known = new Dictionary<TenantKey, KnownKey>();
        while (await reader.ReadAsync(ct))
        {
            var at = (int)reader.GetInt64(0) - 1;
            known.Add(
                new TenantKey(keyTenants[at]!, keys[at]),
                new KnownKey(reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        }
        var customersOfCases = await ReadCasesAsync(reader, query, ct);
        return new LoadedBatch { Identifiers = resolved, Streams = streams, Keys = known, Cases = customersOfCases, Positions = positions };
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

    private LoadedStream ReadStream(NpgsqlDataReader reader)
    {
        var rows = new LoadedView?[views.Count];
        for (var i = 0; i < rows.Length; i++)
            if (!reader.IsDBNull(5 + 2 * i))
                rows[i] = new LoadedView(reader.GetInt64(5 + 2 * i), reader.GetFieldValue<byte[]>(6 + 2 * i));
        OccurrencePlace? newest = reader.IsDBNull(3) ? null : new OccurrencePlace(EventRow.Moment(reader, 3), reader.GetInt64(4));
        return new LoadedStream(reader.GetInt64(2), newest, rows);
    }

    private static string LoadStreams(IReadOnlyList<ViewTable> views)
    {
        var columns = string.Concat(views.Select((_, i) => $", v{i}.mt_version, v{i}.data"));
        var joins = string.Concat(views.Select((view, i) =>
            $"\nleft join {ViewTables.Rows(view.Name)} v{i} on v{i}.tenant_id = s.tenant_id and v{i}.id = s.id and v{i}.mt_dotnet_type = '{ViewMark.Of(view)}'"));
        return $"""
            {Wanted}
            select s.tenant_id, s.id, s.version, n.occurred_at, n.seq_id{columns}
            from wanted w
            join mt_streams s on s.tenant_id = w.tenant_id and s.id = w.id
            left join lateral (
              select i.occurred_at, i.seq_id from js_event_index i
              where i.tenant_id = s.tenant_id and i.stream_id = s.id
              order by i.occurred_at desc, i.seq_id desc limit 1) n on true{joins}
            """;
    }
}
