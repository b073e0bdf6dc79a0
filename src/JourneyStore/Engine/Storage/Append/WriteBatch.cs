using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// The second round trip of a batch: all rows as arrays, and the commit; a large batch's events go by COPY in between. Rows that two
/// batches could both want go in key order, in the same order of tables everywhere, so that batches wait for one another but never in a circle.
/// </summary>
internal sealed class WriteBatch(IReadOnlyList<ViewTable> views)
{
    private readonly WriteCheckpoints checkpoints = new(views);

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

    // What is not as expected ends the transaction by a division by zero (Failures). It takes the lock for which a switch of rebuilt
    // views waits before it takes its snapshot, so the switches that it counts stand until the commit.
    private readonly string growStreams =
        $"""
        with grown as (
          update mt_streams s set version = u.v, "timestamp" = greatest($6, u.at)
          from {Sql.Rows("t", "c", "v", "was", "at")} u
          where s.tenant_id = u.t and s.id = u.c and s.version = u.was and s."timestamp" = u.at returning 1)
        select 1 / (case when count(*) = $7 and coalesce({ViewTables.Switches(views)} = $8, true) then 1 else 0 end) from grown
        """;

    private const string ReleaseHeld =
        """
        delete from js_held h using unnest($1) u(k) where h.event_key = u.k
        """;

    private static readonly string AppendEvents =
        $"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, correlation_id, causation_id, headers)
        select u.p, u.k, u.c, u.v, u.d, u.ty, $12, u.t, u.dn, u.co, u.ca, u.h
        from {Sql.Rows("p", "k", "c", "v", "d", "ty", "t", "dn", "co", "ca", "h")} u
        """;

    private static readonly string Hold =
        $"""
        insert into js_held (tenant_id, event_key, case_key, type, occurred_at, recorded_at, headers, data, code, reason)
        select u.t, u.k, u.c, u.ty, u.o, $10, u.h, u.d, u.co, u.re
        from {Sql.Rows("t", "k", "c", "ty", "o", "h", "d", "co", "re")} u
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
            await CopyEvents.RunAsync(connection, writes.Events, writes.RecordedAt.UtcDateTime, ct);
        }
        for (var i = 0; i < views.Count; i++) AddView(batch, views[i], writes.Views[i], writes.RecordedAt);
        checkpoints.AddTo(batch, writes.Checkpoints, writes.RecordedAt);
        AddHeld(batch, writes);
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
            batch.Add(ReleaseHeld, Sql.Ids(writes.Released.Column(k => k.Key)));
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
        if (events.Count == 0) return;
        batch.Add(
            AppendEvents,
            Sql.Numbers(events.Column(e => e.Position)),
            Sql.Ids(events.Column(e => e.Key)),
            Sql.Texts(events.Column(e => (string?)e.Customer)),
            Sql.Numbers(events.Column(e => e.Version)),
            Sql.Jsons(events.Column(e => e.Data)),
            Sql.Texts(events.Column(e => (string?)e.Type)),
            Sql.Texts(events.Column(e => (string?)e.Tenant)),
            Sql.Texts(events.Column(e => (string?)e.DotNetType)),
            Sql.Texts(events.Column(e => e.CorrelationId)),
            Sql.Texts(events.Column(e => e.CausationId)),
            Sql.Jsons(events.Column(e => e.Headers)),
            Sql.Moment(writes.RecordedAt));
    }

    private static void AddView(NpgsqlBatch batch, ViewTable view, RowWrites rows, DateTimeOffset recorded)
    {
        var table = ViewTables.Rows(view);
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
}
