using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>The first events of several customers in the order they occurred, customer after customer.</summary>
internal static class ReadHistories
{
    private static readonly string Statement =
        $"""
        select f.*
        from unnest($1, $2) with ordinality u(tenant, customer, ord)
        cross join lateral (
          select {EventRow.Columns} from mt_events e where e.tenant_id = u.tenant and e.stream_id = u.customer
          order by {EventRow.At}, e.seq_id limit $3) f
        order by u.ord, {EventRow.At.Replace("e.", "f.", StringComparison.Ordinal)}, f.seq_id
        """;

    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<CustomerKey> customers, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement, Sql.Texts(customers.Column(c => (string?)c.Tenant)), Sql.Texts(customers.Column(c => (string?)c.Customer)), Sql.Number(limit));
        return await EventRow.ReadAllAsync(command, ct);
    }
}
