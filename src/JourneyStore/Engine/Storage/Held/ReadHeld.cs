using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Held;

/// <summary>Held events, oldest first: a page of a tenant's, or those of some cases.</summary>
internal static class ReadHeld
{
    private const string Columns = "h.number, h.tenant_id, h.event_key, h.case_key, h.type, h.occurred_at, h.recorded_at, h.headers, h.data, h.code, h.reason";

    // Not by least and greatest: for these a planner without statistics walks all events by customer until one of the case comes.
    private static readonly string CustomersOfCase =
        $"(select count(distinct e.stream_id) from mt_events e where e.tenant_id = h.tenant_id and {EventRow.Case} = h.case_key)";

    // For those who are told why: the case may have got several customers after the event was held. Who binds events finds that out by binding.
    private static readonly string CaseHasSeveralCustomers =
        $"""
        h.case_key is not null and {CustomersOfCase} > 1
        """;

    public static async Task<IReadOnlyList<StoredHeld>> PageAsync(NpgsqlConnection connection, string tenant, long after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {Columns}, {CaseHasSeveralCustomers} from js_held h where h.tenant_id = $1 and h.number > $2 order by h.number limit $3",
            Sql.Text(tenant), Sql.Number(after), Sql.Number(limit));
        return await ReadAsync(command, ct);
    }

    public static async Task<IReadOnlyList<StoredHeld>> OfCasesAsync(
        NpgsqlConnection connection, IReadOnlyCollection<TenantKey> cases, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {Columns}, false from unnest($1, $2) u(t, k) join js_held h on h.tenant_id = u.t and h.case_key = u.k order by h.number limit $3",
            Sql.Texts(cases.Column(c => (string?)c.Tenant)), Sql.Ids(cases.Column(c => c.Key)), Sql.Number(limit));
        return await ReadAsync(command, ct);
    }

    public static async Task<IReadOnlyList<StoredHeld>> BindableAsync(NpgsqlConnection connection, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select {Columns}, false from js_held h
            where h.case_key is not null and {CustomersOfCase} = 1
            order by h.number limit $1
            """,
            Sql.Number(limit));
        return await ReadAsync(command, ct);
    }

    private static async Task<IReadOnlyList<StoredHeld>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var held = new List<StoredHeld>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            held.Add(new StoredHeld(
                reader.GetInt64(0), reader.GetString(1), reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetGuid(3), reader.GetString(4),
                EventRow.Moment(reader, 5), EventRow.Moment(reader, 6), reader.GetFieldValue<byte[]>(7), reader.GetFieldValue<byte[]>(8),
                reader.GetString(9), reader.GetString(10), reader.GetBoolean(11)));
        return held;
    }
}
