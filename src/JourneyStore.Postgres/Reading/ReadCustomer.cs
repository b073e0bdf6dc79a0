using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Append;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>
/// A customer with rows of views in one statement, and so of one moment. Of a customer who is known it is asked first whether the stream still stands where it
/// did, which is all that most questions need: that statement is small, and the other one need not be able to spare its parts.
/// </summary>
internal sealed class ReadCustomer(IReadOnlyList<ViewTable> views)
{
    private const int FirstView = 6;

    private readonly string markById = Mark(views, ResolveCustomer.ById);
    private readonly string markByIdentifier = Mark(views, ResolveCustomer.ByIdentifier);
    private readonly string byId = Whole(views, ResolveCustomer.ById);
    private readonly string byIdentifier = Whole(views, ResolveCustomer.ByIdentifier);

    public async Task<StoredCustomer?> RunAsync(NpgsqlConnection connection, string tenant, CustomerRef customer, CustomerMark? known, CancellationToken ct)
    {
        if (known is { } last)
        {
            await using var asked = Command(connection, customer.OwnId is null ? markByIdentifier : markById, tenant, customer);
            await using var answer = await asked.ExecuteReaderAsync(ct);
            if (!await answer.ReadAsync(ct)) return null;
            if (MarkIn(answer) == last) return new StoredCustomer(last, null);
        }
        await using var command = Command(connection, customer.OwnId is null ? byIdentifier : byId, tenant, customer);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var rows = new LoadedView?[views.Count];
        for (var i = 0; i < rows.Length; i++)
            if (!reader.IsDBNull(FirstView + 2 * i))
                rows[i] = new LoadedView(reader.GetInt64(FirstView + 2 * i), reader.GetFieldValue<byte[]>(FirstView + 1 + 2 * i));
        return new StoredCustomer(MarkIn(reader), new CustomerDetails(reader.IsDBNull(4) ? 0 : reader.GetInt64(4), reader.GetFieldValue<string[]>(5), rows));
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string statement, string tenant, CustomerRef customer) =>
        connection.Command(statement, Sql.Text(tenant), Sql.Text(ResolveCustomer.Argument(customer)));

    private static CustomerMark MarkIn(NpgsqlDataReader reader) =>
        new(reader.GetString(0), new StreamPlace(reader.GetInt64(1), EventRow.Moment(reader, 2)), reader.GetInt64(3));

    private static string Mark(IReadOnlyList<ViewTable> views, string id) =>
        $"""select s.id, s.version, s."timestamp", {ViewTables.Switches(views)} from mt_streams s where s.tenant_id = $1 and s.id = {id}""";

    private static string Whole(IReadOnlyList<ViewTable> views, string id)
    {
        var columns = string.Concat(views.Select((_, i) => $", v{i}.mt_version, v{i}.data"));
        var joins = string.Concat(views.Select((view, i) =>
            $"\nleft join {ViewTables.Rows(view.Name)} v{i} on v{i}.tenant_id = s.tenant_id and v{i}.id = s.id and v{i}.mt_dotnet_type = '{ViewMark.Of(view)}'"));
        return $"""
            select s.id, s.version, s."timestamp", {ViewTables.Switches(views)},
              (select e.seq_id from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by e.version desc limit 1),
              array(select i.identifier from js_identifiers i where i.tenant_id = s.tenant_id and i.customer_id = s.id order by i.identifier limit 1000){columns}
            from mt_streams s{joins}
            where s.tenant_id = $1 and s.id = {id}
            """;
    }
}
