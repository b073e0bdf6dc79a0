using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Append;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>A customer with rows of views in one statement, and so of one moment.</summary>
internal static class ReadCustomer
{
    public static async Task<StoredCustomer?> RunAsync(
        NpgsqlConnection connection, string tenant, CustomerRef customer, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        var columns = string.Concat(views.Select((_, i) => $", v{i}.mt_version, v{i}.data"));
        var joins = string.Concat(views.Select((view, i) =>
            $"\nleft join {ViewTables.Rows(view.Name)} v{i} on v{i}.tenant_id = s.tenant_id and v{i}.id = s.id and v{i}.mt_dotnet_type = '{ViewMark.Of(view)}'"));
        var sql = $"""
            select s.id, s.version,
              (select e.seq_id from mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by e.version desc limit 1),
              array(select i.identifier from js_identifiers i where i.tenant_id = s.tenant_id and i.customer_id = s.id order by i.identifier limit 1000)
              {columns}
            from mt_streams s{joins}
            where s.tenant_id = $1 and s.id = {ResolveCustomer.Expression(customer)}
            """;
        await using var command = connection.Command(sql, Sql.Text(tenant), Sql.Text(ResolveCustomer.Argument(customer)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var rows = new LoadedView?[views.Count];
        for (var i = 0; i < rows.Length; i++)
            if (!reader.IsDBNull(4 + 2 * i))
                rows[i] = new LoadedView(reader.GetInt64(4 + 2 * i), reader.GetFieldValue<byte[]>(5 + 2 * i));
        return new StoredCustomer(
            reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? 0 : reader.GetInt64(2), reader.GetFieldValue<string[]>(3), rows);
    }
}
