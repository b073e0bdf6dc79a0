using JourneyStore.Engine.Log;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// Writes what changes of checkpoints and of unsettled customers: one array statement each, and none where there is nothing. Only in a transaction
/// that holds the customers' streams: whoever puts in a checkpoint has then seen every event before it.
/// </summary>
internal sealed class WriteCheckpoints(IReadOnlyList<ViewTable> views)
{
    private readonly string drop =
        $"""
        delete from js_checkpoints k using {Sql.Rows("t", "c", "after", "total")} u
        where k.tenant_id = u.t and k.customer_id = u.c
          and (k.events > u.after or {CheckpointSpacing.IsNotKept("k.events", "u.total", "$5", "$6")} or k.mark <> {CheckpointMark.Sql(views)})
        """;

    private readonly string add =
        $"""
        insert into js_checkpoints (tenant_id, customer_id, events, at, seq_id, last_seq, last_recorded, data, mark)
        select u.t, u.c, u.n, u.at, u.seq, u.last, u.rec, u.d, {CheckpointMark.Sql(views)}
        from {Sql.Rows("t", "c", "n", "at", "seq", "last", "rec", "d")} u
        on conflict (tenant_id, customer_id, events) do update set
          at = excluded.at, seq_id = excluded.seq_id, last_seq = excluded.last_seq, last_recorded = excluded.last_recorded,
          data = excluded.data, mark = excluded.mark
        """;

    private static readonly string Settle =
        $"delete from js_unsettled x using {Sql.Rows("t", "c")} u where x.tenant_id = u.t and x.customer_id = u.c";

    private static readonly string Unsettle =
        $"""
        insert into js_unsettled as x (tenant_id, customer_id, at, seq_id, noted_at)
        select u.t, u.c, u.at, u.seq, $5 from {Sql.Rows("t", "c", "at", "seq")} u
        on conflict (tenant_id, customer_id) do update set at = excluded.at, seq_id = excluded.seq_id
        where (excluded.at, excluded.seq_id) < (x.at, x.seq_id)
        """;

    /// <summary>The statements.</summary>
    /// <param name="changes">The changes, one a customer, in the order of the customers' keys.</param>
    /// <param name="now">The moment of the transaction.</param>
    public IEnumerable<Statement> Of(IReadOnlyList<CheckpointChange> changes, DateTimeOffset now)
    {
        if (changes.Count == 0) yield break;
        CheckpointChange[] dropping = [.. changes.Where(change => change.Thins || change.DropAfter is not null)];
        if (dropping.Length > 0)
            yield return new Statement(
                drop, Tenants(dropping), Customers(dropping),
                Sql.Numbers(dropping.Column(change => change.DropAfter ?? long.MaxValue)), Sql.Numbers(dropping.Column(change => change.Total)),
                Sql.Number(dropping[0].Spacing.Distance), Sql.Number(dropping[0].Spacing.Each));
        (CustomerKey Customer, Checkpoint New)[] added = [.. changes.SelectMany(change => change.Added, (change, one) => (change.Customer, one))];
        if (added.Length > 0) yield return new Statement(add, Columns(added));
        CheckpointChange[] settled = [.. changes.Where(change => change.Settles)];
        if (settled.Length > 0) yield return new Statement(Settle, Tenants(settled), Customers(settled));
        CheckpointChange[] unsettled = [.. changes.Where(change => change.UnsettledSince is not null)];
        if (unsettled.Length > 0)
            yield return new Statement(
                Unsettle, Tenants(unsettled), Customers(unsettled),
                Sql.Numbers(unsettled.Column(change => Micros.Of(change.UnsettledSince!.Value.OccurredAt))),
                Sql.Numbers(unsettled.Column(change => change.UnsettledSince!.Value.Position)), Sql.Moment(now));
    }

    private static NpgsqlParameter[] Columns((CustomerKey Customer, Checkpoint New)[] added) =>
    [
        Sql.Texts(added.Column(a => (string?)a.Customer.Tenant)),
        Sql.Texts(added.Column(a => (string?)a.Customer.Customer)),
        Sql.Numbers(added.Column(a => a.New.Events)),
        Sql.Numbers(added.Column(a => Micros.Of(a.New.Place.OccurredAt))),
        Sql.Numbers(added.Column(a => a.New.Place.Position)),
        Sql.Numbers(added.Column(a => a.New.LastPosition)),
        Sql.Moments(added.Column(a => a.New.LastRecorded.UtcDateTime)),
        new NpgsqlParameter<byte[][]> { TypedValue = added.Column(a => a.New.Rows), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
    ];

    private static NpgsqlParameter Tenants(IReadOnlyList<CheckpointChange> changes) =>
        Sql.Texts(changes.Column(change => (string?)change.Customer.Tenant));

    private static NpgsqlParameter Customers(IReadOnlyList<CheckpointChange> changes) =>
        Sql.Texts(changes.Column(change => (string?)change.Customer.Customer));
}
