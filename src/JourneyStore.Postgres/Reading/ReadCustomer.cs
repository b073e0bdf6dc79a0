using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Append;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>A customer with rows of views in one statement, and so of one moment. Nothing but the stream is looked at when it stands where the caller knows it to.</summary>
internal sealed class ReadCustomer(IReadOnlyList<ViewTable> views)
{
    private const int FirstView = 6;

    private readonly string byId = Statement(views, ResolveCustomer.ById);
    private readonly string byIdentifier = Statement(views, ResolveCustomer.ByIdentifier);

    public async Task<StoredCustomer?> RunAsync(NpgsqlConnection connection, string tenant, CustomerRef customer, CustomerMark? known, CancellationToken ct)
    {
        await using var command = connection.Command(
            customer.OwnId is null ? byIdentifier : byId,
            Sql.Text(tenant), Sql.Text(ResolveCustomer.Argument(customer)),
            Sql.Text(known?.Customer ?? ""), Sql.Number(known?.Stream.Version ?? -1), Sql.Moment(known?.Stream.At ?? DateTimeOffset.UnixEpoch), Sql.Number(known?.Switches ?? -1));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var mark = new CustomerMark(reader.GetString(0), new StreamPlace(reader.GetInt64(1), EventRow.Moment(reader, 2)), reader.GetInt64(3));
        if (mark == known) return new StoredCustomer(mark, null);
        var rows = new LoadedView?[views.Count];
        for (var i = 0; i < rows.Length; i++)
            if (!reader.IsDBNull(FirstView + 2 * i))
                rows[i] = new LoadedView(reader.GetInt64(FirstView + 2 * i), reader.GetFieldValue<byte[]>(FirstView + 1 + 2 * i));
        return new StoredCustomer(mark, new CustomerDetails(reader.IsDBNull(4) ? 0 : reader.GetInt64(4), reader.GetFieldValue<string[]>(5), rows));
    }

    // "offset 0" keeps each part a part: a condition on the row outside is then asked once, before the table inside is looked at.
    private static string Statement(IReadOnlyList<ViewTable> views, string id)
    {
        var columns = string.Concat(views.Select((_, i) => $", v{i}.mt_version, v{i}.data"));
        var joins = string.Concat(views.Select((view, i) => $"""

            left join lateral (
              select v.mt_version, v.data from {ViewTables.Rows(view.Name)} v
              where not s.is_known and v.tenant_id = s.tenant_id and v.id = s.id and v.mt_dotnet_type = '{ViewMark.Of(view)}' offset 0) v{i} on true
            """));
        return $"""
            select s.id, s.version, s."timestamp", s.switches, m.position, m.identifiers{columns}
            from (
              select t.tenant_id, t.id, t.version, t."timestamp", w.switches,
                t.id = $3 and t.version = $4 and t."timestamp" = $5 and w.switches = $6 as is_known
              from (select {ViewTables.Switches(views)} as switches) w cross join mt_streams t
              where t.tenant_id = $1 and t.id = {id} offset 0) s
            left join lateral (
              select
                (select e.seq_id from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by e.version desc limit 1) as position,
                array(select i.identifier from js_identifiers i where i.tenant_id = s.tenant_id and i.customer_id = s.id order by i.identifier limit 1000) as identifiers
              where not s.is_known offset 0) m on true{joins}
            """;
    }
}
