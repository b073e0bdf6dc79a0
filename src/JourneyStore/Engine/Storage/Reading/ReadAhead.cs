using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Which of these customers have events that occur only later than a moment.</summary>
internal static class ReadAhead
{
    private static readonly string Statement =
        $"""
        select u.id from unnest($2) u(id)
        where exists (select from mt_events e where e.tenant_id = $1 and e.stream_id = u.id and {EventRow.At} > $3)
          or exists (select from js_members m where m.tenant_id = $1 and m.customer_id = u.id and m.at > $3)
        """;

    public static async Task<IReadOnlySet<string>> RunAsync(
        NpgsqlConnection connection, string tenant, IReadOnlyCollection<string> customers, DateTimeOffset now, CancellationToken ct)
    {
        var ahead = new HashSet<string>(StringComparer.Ordinal);
        await using var command = connection.Command(
            Statement, Sql.Text(tenant), Sql.Texts(customers.Column(customer => (string?)customer)), Sql.Number(Micros.Of(now)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ahead.Add(reader.GetString(0));
        return ahead;
    }
}
