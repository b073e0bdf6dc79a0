using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>A customer with rows of views in one statement, and so of one moment.</summary>
internal sealed class ReadCustomer(IReadOnlyList<ViewTable> views)
{
    private const int FirstView = 8;

    private readonly string byId = Whole(views, ResolveCustomer.ById);
    private readonly string byIdentifier = Whole(views, ResolveCustomer.ByIdentifier);
    private readonly string exactly = Whole(views, "$2");

    public Task<StoredCustomer?> RunAsync(
        NpgsqlConnection connection, string tenant, CustomerRef customer, IdentityRules rules, CancellationToken ct) =>
        RunAsync(connection, customer.OwnId is null ? byIdentifier : byId, tenant, ResolveCustomer.Argument(customer, rules), ct);

    /// <summary>The customer of an id, even when another has been joined since.</summary>
    public Task<StoredCustomer?> ExactlyAsync(NpgsqlConnection connection, string tenant, string id, CancellationToken ct) =>
        RunAsync(connection, exactly, tenant, id, ct);

    private async Task<StoredCustomer?> RunAsync(NpgsqlConnection connection, string statement, string tenant, string? name, CancellationToken ct)
    {
        await using var command = connection.Command(statement, Sql.Text(tenant), Sql.Text(name));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var rows = new LoadedView?[views.Count];
        for (var i = 0; i < rows.Length; i++)
            if (!reader.IsDBNull(FirstView + 2 * i))
                rows[i] = new LoadedView(reader.GetInt64(FirstView + 2 * i), reader.GetFieldValue<byte[]>(FirstView + 1 + 2 * i));
        var mark = new CustomerMark(reader.GetString(0), new StreamPlace(reader.GetInt64(1), EventRow.Moment(reader, 2)), reader.GetInt64(3));
        return new StoredCustomer(mark, new CustomerDetails(reader.IsDBNull(4) ? 0 : reader.GetInt64(4), reader.GetFieldValue<string[]>(5), rows)
        {
            Newest = reader.IsDBNull(6) ? default : Micros.Moment(reader.GetInt64(6)),
            Unsettled = reader.IsDBNull(7) ? null : Micros.Moment(reader.GetInt64(7)),
        });
    }

    private static string Whole(IReadOnlyList<ViewTable> views, string id)
    {
        var columns = string.Concat(views.Select((_, i) => $", v{i}.mt_version, v{i}.data"));
        var joins = string.Concat(views.Select((view, i) =>
            $"\nleft join {ViewTables.Rows(view)} v{i} on v{i}.tenant_id = s.tenant_id and v{i}.id = s.id and v{i}.mt_dotnet_type = '{ViewMark.Of(view)}'"));
        return $"""
            select s.id, s.version, s."timestamp", {ViewTables.Switches(views)},
              (select e.seq_id from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by e.version desc limit 1),
              array(
                select i.identifier from js_identifiers i where i.tenant_id = s.tenant_id and i.customer_id = s.id order by i.identifier limit 1000),
              greatest(
                (select {EventRow.At} from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id
                  order by {EventRow.At} desc, e.seq_id desc limit 1),
                (select nullif(max(m.at), -9223372036854775808) from js_members m where m.tenant_id = s.tenant_id and m.customer_id = s.id)),
              x.at{columns}
            from mt_streams s
            left join js_unsettled x on x.tenant_id = s.tenant_id and x.customer_id = s.id{joins}
            where s.tenant_id = $1 and s.id = {id}
            """;
    }
}
