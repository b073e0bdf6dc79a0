using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// Inside a batch's transaction, once positions are drawn: says whose the streams are of customers who join others, and to whom their
/// identifiers lead.
/// Both streams are locked, and with them all that leads to them.
/// </summary>
internal static class JoinCustomers
{
    // The place of the newest event is stored already, or comes with this batch.
    private static readonly string Join =
        $"""
        insert into js_members (tenant_id, stream_id, customer_id, into_id, events, at, seq_id, joined_seq, joined_at, through)
        select u.t, u.s, u.c, u.i, u.n,
          case when n.at is null or (n.at, n.seq_id) < (u.at, u.seq) then u.at else n.at end,
          case when n.at is null or (n.at, n.seq_id) < (u.at, u.seq) then u.seq else n.seq_id end, u.p, $10, u.th
        from {Sql.Rows("t", "s", "c", "i", "n", "at", "seq", "p", "th")} u
        left join lateral (
          select {EventRow.At} as at, e.seq_id from mt_events e where e.tenant_id = u.t and e.stream_id = u.s
          order by {EventRow.At} desc, e.seq_id desc limit 1) n on true
        """;

    private static readonly string FollowStreams =
        $"update js_members m set customer_id = u.c from {Sql.Rows("t", "s", "c")} u where m.tenant_id = u.t and m.customer_id = u.s";

    private static readonly string FollowIdentifiers =
        $"update js_identifiers i set customer_id = u.c from {Sql.Rows("t", "s", "c")} u where i.tenant_id = u.t and i.customer_id = u.s";

    // What was left out of the one's history is left out of the other's.
    private static readonly string FollowSkipped =
        $"update js_skipped k set group_key = u.c from {Sql.Rows("t", "s", "c")} u where k.tenant_id = u.t and k.group_key = u.s";

    private static readonly string Found =
        $"""
        select u.t, u.c, j.events, j.joined_seq, j.joined_at, j.at, j.seq_id, f.at, f.seq_id from (select distinct t, c from {Sql.Rows("t", "s", "c")} n) u
        cross join lateral {JoinedHistory.Of("u.t", "u.c")} j
        left join lateral (
          select n.at, n.seq_id from js_members m cross join lateral (
            select {EventRow.At} as at, e.seq_id from mt_events e where e.tenant_id = u.t and e.stream_id = m.stream_id
            order by {EventRow.At}, e.seq_id limit 1) n
          where m.tenant_id = u.t and m.customer_id = u.c and m.joined_seq >= $4
          order by n.at, n.seq_id limit 1) f on true
        """;

    /// <returns>By who goes on, what has joined them by now.</returns>
    public static async Task<Dictionary<CustomerKey, JoinedNow>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<NewJoin> joins, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FollowStreams, Whose(joins));
        batch.Add(
            Join,
            [
                .. Whose(joins), Sql.Texts(joins.Column(j => (string?)j.Into)), Sql.Numbers(joins.Column(j => j.Events)),
                Sql.Numbers(joins.Column(j => j.Newest is { } place ? Micros.Of(place.OccurredAt) : long.MinValue)),
                Sql.Numbers(joins.Column(j => j.Newest?.Position ?? 0)), Sql.Numbers(joins.Column(j => j.Position)),
                Sql.Texts(joins.Column(j => j.Through)), Sql.Moment(now),
            ]);
        batch.Add(FollowIdentifiers, Whose(joins));
        batch.Add(FollowSkipped, Whose(joins));
        batch.Add(Found, [.. Whose(joins), Sql.Number(joins.Min(join => join.Position))]);
        var found = new Dictionary<CustomerKey, JoinedNow>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(
                new CustomerKey(reader.GetString(0), reader.GetString(1)), new JoinedNow(JoinedHistory.Read(reader, 2), Place(5), Place(7)));
        return found;

        OccurrencePlace? Place(int at) =>
            reader.IsDBNull(at) || reader.GetInt64(at) == long.MinValue ? null
            : new OccurrencePlace(Micros.Moment(reader.GetInt64(at)), reader.GetInt64(at + 1));
    }

    private static NpgsqlParameter[] Whose(IReadOnlyList<NewJoin> joins) =>
    [
        Sql.Texts(joins.Column(j => (string?)j.Joined.Tenant)), Sql.Texts(joins.Column(j => (string?)j.Joined.Customer)),
        Sql.Texts(joins.Column(j => (string?)j.Customer)),
    ];
}
