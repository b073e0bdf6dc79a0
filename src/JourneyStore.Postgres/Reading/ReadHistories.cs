using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>The first events of several customers in the order they occurred, customer after customer.</summary>
internal static class ReadHistories
{
    private const string Statement =
        $"""
        select {EventRow.Columns}
        from unnest($1, $2) with ordinality u(tenant, customer, ord)
        cross join lateral (
          select f.seq_id, f.occurred_at from js_event_index f
          where f.tenant_id = u.tenant and f.stream_id = u.customer
          order by f.occurred_at, f.seq_id limit $3) i
        cross join lateral (select * from mt_events m where m.seq_id = i.seq_id offset 0) e
        order by u.ord, i.occurred_at, i.seq_id
        """;

    public static async Task<IReadOnlyList<StoredEvent>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<CustomerKey> customers, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement, Sql.Texts(customers.Column(c => (string?)c.Tenant)), Sql.Texts(customers.Column(c => (string?)c.Customer)), Sql.Number(limit));
        return await EventRow.ReadAllAsync(command, ct);
    }
}
