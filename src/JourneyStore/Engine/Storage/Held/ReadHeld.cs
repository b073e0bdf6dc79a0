using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Held;

/// <summary>Held events, oldest first: a page of a tenant's, or those of some cases.</summary>
internal static class ReadHeld
{
    /// <summary>Of <c>js_held h</c>, without the customer of its case.</summary>
    public const string Columns = "h.number, h.tenant_id, h.event_key, h.case_key, h.type, h.occurred_at, h.recorded_at, h.headers, h.data, h.code, h.reason";

    // The case may have got a customer, or several, after the event was held. Not by least and greatest alone: for these a planner without statistics
    // walks all events
    // by customer until one of the case comes.
    private static readonly string CaseCustomer =
        $"""
        (select case when count(distinct {Members.OwnerOfEvent}) > 1 then '' else max({Members.OwnerOfEvent}) end
         from mt_events e where e.tenant_id = h.tenant_id and {EventRow.Case} = h.case_key)
        """;

    private static readonly string OfCases =
        $"select {Columns}, {CaseCustomer} from unnest($1, $2) u(t, k) join js_held h on h.tenant_id = u.t and h.case_key = u.k order by h.number limit {MostInABatch}";

    // What a batch leaves is bound by itself, soon after.
    private const int MostInABatch = 1_000;

    public static async Task<IReadOnlyList<StoredHeld>> PageAsync(NpgsqlConnection connection, string tenant, long after, int limit,
        CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {Columns}, {CaseCustomer} from js_held h where h.tenant_id = $1 and h.number > $2 order by h.number limit $3",
            Sql.Text(tenant), Sql.Number(after), Sql.Number(limit));
        return await ReadAsync(command, ct);
    }

    /// <summary>Asks for those of some cases, at most <see cref="MostInABatch"/> of them.</summary>
    public static void AddOfCases(NpgsqlBatch batch, IReadOnlyCollection<TenantKey> cases) => batch.Add(
        OfCases, Sql.Texts(cases.Column(c => (string?)c.Tenant)), Sql.Ids(cases.Column(c => c.Key)));

    public static async Task<IReadOnlyList<StoredHeld>> BindableAsync(NpgsqlConnection connection, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select {Columns}, null::varchar from js_held h
            where h.case_key is not null and {CaseCustomer} <> ''
            order by h.number limit $1
            """,
            Sql.Number(limit));
        return await ReadAsync(command, ct);
    }

    private static async Task<IReadOnlyList<StoredHeld>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var held = new List<StoredHeld>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) held.Add(Read(reader));
        return held;
    }

    public static StoredHeld Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetGuid(3), reader.GetString(4),
        EventRow.Moment(reader, 5), EventRow.Moment(reader, 6), reader.GetFieldValue<byte[]>(7), reader.GetFieldValue<byte[]>(8),
        reader.GetString(9), reader.GetString(10), reader.IsDBNull(11) ? null : reader.GetString(11));
}
