using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// Inside an append's transaction: the newest place, the inline views' rows and what is not folded into them yet, of customers named by identifier,
/// by id or by case.
/// </summary>
internal sealed class ReadRows(IReadOnlyList<ViewTable> views)
{
    private readonly string byIdentifier = Statement(views,
        """
        select i.tenant_id, i.customer_id as id
        from unnest($1, $2) u(tenant, identifier) join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
        """);

    private readonly string byAll = Statement(views,
        $"""
        select i.tenant_id, i.customer_id as id
        from unnest($1, $2) u(tenant, identifier) join js_identifiers i on i.tenant_id = u.tenant and i.identifier = u.identifier
        union
        select c.tenant, {Members.Owner("c.tenant", "c.id")} from unnest($3, $4) c(tenant, id)
        union
        select n.tenant, {Members.OwnerOfEvent} from unnest($5, $6) n(tenant, key) join mt_events e on e.tenant_id = n.tenant and {EventRow.Case} = n.key
        """);

    public void AddTo(
        NpgsqlBatch batch, IReadOnlyCollection<IdentifierKey> identifiers, IReadOnlyCollection<CustomerKey> customers,
        IReadOnlyCollection<TenantKey> cases)
    {
        var (tenants, names) = (Sql.Texts(identifiers.Column(i => (string?)i.Tenant)), Sql.Texts(identifiers.Column(i => (string?)i.Identifier)));
        if (customers.Count + cases.Count == 0) batch.Add(byIdentifier, tenants, names);
        else
            batch.Add(
                byAll, tenants, names,
                Sql.Texts(customers.Column(c => (string?)c.Tenant)), Sql.Texts(customers.Column(c => (string?)c.Customer)),
                Sql.Texts(cases.Column(c => (string?)c.Tenant)), Sql.Ids(cases.Column(c => c.Key)));
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Dictionary<CustomerKey, LoadedRows> into, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var rows = new LoadedView?[views.Count];
            for (var i = 0; i < rows.Length; i++)
                if (!reader.IsDBNull(4 + 2 * i))
                    rows[i] = new LoadedView(reader.GetInt64(4 + 2 * i), reader.GetFieldValue<byte[]>(5 + 2 * i));
            OccurrencePlace? newest = reader.IsDBNull(2) ? null : new OccurrencePlace(Micros.Moment(reader.GetInt64(2)), reader.GetInt64(3));
            var last = 4 + 2 * views.Count;
            if (!reader.IsDBNull(last + 5) && reader.GetInt64(last + 5) > long.MinValue)
                newest = OccurrencePlace.Later(newest, new OccurrencePlace(Micros.Moment(reader.GetInt64(last + 5)), reader.GetInt64(last + 6)));
            OccurrencePlace? unsettled = reader.IsDBNull(last) ? null
                : new OccurrencePlace(Micros.Moment(reader.GetInt64(last)), reader.GetInt64(last + 1));
            into[new CustomerKey(reader.GetString(0), reader.GetString(1))] = new LoadedRows(newest, rows)
            {
                UnsettledSince = unsettled, Joined = JoinedHistory.Read(reader, last + 2),
            };
        }
    }

    public async Task<Dictionary<CustomerKey,
    LoadedRows>> RunAsync(NpgsqlConnection connection, IReadOnlyCollection<CustomerKey> customers, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch, [], customers, []);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rows = new Dictionary<CustomerKey, LoadedRows>(customers.Count);
        await ReadAsync(reader, rows, ct);
        return rows;
    }

    private static string Statement(IReadOnlyList<ViewTable> views, string wanted)
    {
        var columns = string.Concat(views.Select((_, i) => $", v{i}.mt_version, v{i}.data"));
        var joins = string.Concat(views.Select((view, i) =>
            $"\nleft join {ViewTables.Rows(view)} v{i} on v{i}.tenant_id = w.tenant_id and v{i}.id = w.id and v{i}.mt_dotnet_type = '{ViewMark.Of(view)}'"));
        return $"""
            with wanted as ({wanted})
            select w.tenant_id, w.id, n.at, n.seq_id{columns}, x.at, x.seq_id, j.events, j.joined_seq, j.joined_at, j.at, j.seq_id
            from wanted w
            left join lateral (
              select {EventRow.At} as at, e.seq_id from mt_events e where e.tenant_id = w.tenant_id and e.stream_id = w.id
              order by {EventRow.At} desc, e.seq_id desc limit 1) n on true{joins}
            left join js_unsettled x on x.tenant_id = w.tenant_id and x.customer_id = w.id
            left join lateral {JoinedHistory.Of("w.tenant_id", "w.id")} j on true
            """;
    }
}
