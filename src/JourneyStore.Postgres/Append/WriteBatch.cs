using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Append;

/// <summary>
/// The second round trip of a batch: all rows as arrays, and the commit; a large batch's events go by COPY in between. Rows that two
/// batches could both want go in key order, in the same order of tables everywhere, so that batches wait for one another but never in a circle.
/// </summary>
internal sealed class WriteBatch(IReadOnlyList<ViewTable> views)
{
    private static readonly string BindIdentifiers =
        $"""
        insert into js_identifiers (tenant_id, identifier, customer_id, bound_at)
        select u.t, u.i, u.c, $4 from {Sql.Rows("t", "i", "c")} u
        """;

    private static readonly string BeginStreams =
        $"""
        insert into mt_streams (tenant_id, id, version, "timestamp", created)
        select u.t, u.c, u.v, $4, $4 from {Sql.Rows("t", "c", "v")} u
        """;

    // What is as expected calls no function. It takes the lock for which a switch of rebuilt views waits before it takes its snapshot, so the switches that it counts stand until the commit.
    private readonly string growStreams =
        $"""
        with grown as (
          update mt_streams s set version = u.v, "timestamp" = $6
          from {Sql.Rows("t", "c", "v", "was", "at")} u
          where s.tenant_id = u.t and s.id = u.c and s.version = u.was and s."timestamp" = u.at returning 1)
        select
          case when count(*) <> $7 then js_expect(count(*), $7, 'streams that stand where the batch takes them to stand') end,
          case when {ViewTables.Switches(views)} <> $8 then js_expect({ViewTables.Switches(views)}, $8, 'switches of rebuilt views') end
        from grown
        """;

    private const string ReleaseHeld =
        """
        with released as (
          delete from js_held h using unnest($1, $2) u(t, k) where h.tenant_id = u.t and h.event_key = u.k returning h.tenant_id, h.event_key)
        delete from js_event_index i using released r where i.tenant_id = r.tenant_id and i.event_key = r.event_key and i.seq_id is null
        """;

    private static readonly string AppendEvents =
        $"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, correlation_id, causation_id, headers)
        select u.p, u.k, u.c, u.v, u.d, u.ty, $11, u.t, u.co, u.ca, u.h
        from {Sql.Rows("p", "k", "c", "v", "d", "ty", "t", "co", "ca", "h")} u
        """;

    private static readonly string IndexEvents =
        $"""
        insert into js_event_index (tenant_id, event_key, seq_id, stream_id, occurred_at, case_key)
        select * from {Sql.Rows("t", "k", "s", "c", "o", "ca")} u
        """;

    private static readonly string Hold =
        $"""
        insert into js_held (tenant_id, event_key, case_key, type, occurred_at, recorded_at, headers, data, code, reason)
        select u.t, u.k, u.c, u.ty, u.o, $10, u.h, u.d, u.co, u.re
        from {Sql.Rows("t", "k", "c", "ty", "o", "h", "d", "co", "re")} u
        """;

    private static readonly string Want =
        $"""
        insert into js_outbox (reaction, tenant_id, customer_id, seq_id, reason, dead, due_at)
        select u.r, u.t, u.c, u.s, u.w, u.w is not null, $6 from {Sql.Rows("r", "t", "c", "s", "w")} u
        """;

    public async Task RunAsync(NpgsqlConnection connection, BatchWrites writes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddIdentity(batch, writes);
        if (writes.Events.Count < CopyEvents.Least) AddEvents(batch, writes);
        else
        {
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
            batch.BatchCommands.Clear();
            await CopyEvents.RunAsync(connection, writes.Events, IndexedKey.Of(writes), writes.RecordedAt.UtcDateTime, ct);
        }
        for (var i = 0; i < views.Count; i++) AddView(batch, views[i], writes.Views[i], writes.RecordedAt);
        AddHeld(batch, writes);
        AddOutbox(batch, writes);
        batch.Add("commit");
        await batch.ExecuteNonQueryAsync(ct);
    }

    private void AddIdentity(NpgsqlBatch batch, BatchWrites writes)
    {
        var recorded = writes.RecordedAt;
        if (writes.Identifiers.Count > 0)
        {
            var bound = writes.Identifiers
                .OrderBy(b => b.Identifier.Tenant, StringComparer.Ordinal).ThenBy(b => b.Identifier.Identifier, StringComparer.Ordinal).ToArray();
            batch.Add(
                BindIdentifiers,
                Sql.Texts(bound.Column(b => (string?)b.Identifier.Tenant)),
                Sql.Texts(bound.Column(b => (string?)b.Identifier.Identifier)),
                Sql.Texts(bound.Column(b => (string?)b.Customer)),
                Sql.Moment(recorded));
        }
        AddStreams(batch, writes);
        if (writes.Released.Count > 0)
            batch.Add(ReleaseHeld, Sql.Texts(writes.Released.Column(k => (string?)k.Tenant)), Sql.Ids(writes.Released.Column(k => k.Key)));
    }

    private void AddStreams(NpgsqlBatch batch, BatchWrites writes)
    {
        var (begun, grown, recorded) = (writes.NewStreams, writes.GrownStreams, writes.RecordedAt);
        if (begun.Count > 0)
            batch.Add(
                BeginStreams,
                Sql.Texts(begun.Column(s => (string?)s.Customer.Tenant)),
                Sql.Texts(begun.Column(s => (string?)s.Customer.Customer)),
                Sql.Numbers(begun.Column(s => s.Version)),
                Sql.Moment(recorded));
        if (grown.Count > 0)
            batch.Add(
                growStreams,
                Sql.Texts(grown.Column(s => (string?)s.Customer.Tenant)),
                Sql.Texts(grown.Column(s => (string?)s.Customer.Customer)),
                Sql.Numbers(grown.Column(s => s.Version)),
                Sql.Numbers(grown.Column(s => s.Before.Version)),
                Sql.Moments(grown.Column(s => s.Before.At.UtcDateTime)),
                Sql.Moment(recorded),
                Sql.Number(grown.Count),
                Sql.Number(writes.Switches));
    }

    private static void AddEvents(NpgsqlBatch batch, BatchWrites writes)
    {
        var events = writes.Events;
        if (events.Count > 0)
        {
            batch.Add(
                AppendEvents,
                Sql.Numbers(events.Column(e => e.Position)),
                Sql.Ids(events.Column(e => e.Key)),
                Sql.Texts(events.Column(e => (string?)e.Customer)),
                Sql.Numbers(events.Column(e => e.Version)),
                Sql.Jsons(events.Column(e => e.Data)),
                Sql.Texts(events.Column(e => (string?)e.Type)),
                Sql.Texts(events.Column(e => (string?)e.Tenant)),
                Sql.Texts(events.Column(e => e.CorrelationId)),
                Sql.Texts(events.Column(e => e.CausationId)),
                Sql.Jsons(events.Column(e => e.Headers)),
                Sql.Moment(writes.RecordedAt));
        }
        if (events.Count + writes.Held.Count == 0) return;
        var indexed = IndexedKey.Of(writes);
        batch.Add(
            IndexEvents,
            Sql.Texts(indexed.Column(row => (string?)row.Tenant)),
            Sql.Ids(indexed.Column(row => row.Key)),
            new NpgsqlParameter<long?[]> { TypedValue = indexed.Column(row => row.Position), DataTypeName = "bigint[]" },
            Sql.Texts(indexed.Column(row => row.Customer)),
            Sql.Moments(indexed.Column(row => row.OccurredAt.UtcDateTime)),
            Sql.IdsOrNulls(indexed.Column(row => row.Case)));
    }

    private static void AddView(NpgsqlBatch batch, ViewTable view, RowWrites rows, DateTimeOffset recorded)
    {
        var table = ViewTables.Rows(view.Name);
        if (rows.There.Count > 0) batch.Add(UpsertRows.OfThoseThere(table), [.. Columns(rows.There, recorded), Sql.Number(rows.There.Count)]);
        if (rows.Others.Count > 0) batch.Add(UpsertRows.Statement(table, view), Columns(rows.Others, recorded));
    }

    private static NpgsqlParameter[] Columns(IReadOnlyList<ViewWrite> rows, DateTimeOffset recorded) =>
    [
        Sql.Texts(rows.Column(r => (string?)r.Tenant)),
        Sql.Texts(rows.Column(r => (string?)r.Key)),
        Sql.Jsons(rows.Column(r => r.Json)),
        Sql.Numbers(rows.Column(r => r.Version)),
        Sql.Moment(recorded),
    ];

    private static void AddHeld(NpgsqlBatch batch, BatchWrites writes)
    {
        var held = writes.Held;
        if (held.Count == 0) return;
        batch.Add(
            Hold,
            Sql.Texts(held.Column(h => (string?)h.Tenant)),
            Sql.Ids(held.Column(h => h.Key)),
            Sql.IdsOrNulls(held.Column(h => h.Case)),
            Sql.Texts(held.Column(h => (string?)h.Type)),
            Sql.Moments(held.Column(h => h.OccurredAt.UtcDateTime)),
            Sql.Jsons(held.Column(h => h.Headers)),
            Sql.Jsons(held.Column(h => h.Data)),
            Sql.Texts(held.Column(h => (string?)h.Code)),
            Sql.Texts(held.Column(h => (string?)h.Reason)),
            Sql.Moment(writes.RecordedAt));
    }

    private static void AddOutbox(NpgsqlBatch batch, BatchWrites writes)
    {
        var wanted = writes.Outbox;
        if (wanted.Count == 0) return;
        batch.Add(
            Want,
            Sql.Texts(wanted.Column(w => (string?)w.Reaction)),
            Sql.Texts(wanted.Column(w => (string?)w.Tenant)),
            Sql.Texts(wanted.Column(w => (string?)w.Customer)),
            Sql.Numbers(wanted.Column(w => w.Position)),
            Sql.Texts(wanted.Column(w => w.Refused)),
            Sql.Moment(writes.RecordedAt));
    }
}
