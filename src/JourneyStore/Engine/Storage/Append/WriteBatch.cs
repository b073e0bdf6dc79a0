using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// What a batch writes, all rows of a table as arrays of one statement; a large batch's events go by COPY before. Rows that two
/// batches could both want go in key order, in the same order of tables everywhere, so that batches wait for one another but never in a circle.
/// </summary>
/// <param name="views">The inline views of ours.</param>
/// <param name="tags">Whether events bear Marten's tags.</param>
internal sealed class WriteBatch(IReadOnlyList<ViewTable> views, bool tags)
{
    private readonly WriteCheckpoints checkpoints = new(views);
    private readonly CloseStreams close = new(views);

    private static readonly string BeginStreams =
        $"""
        insert into mt_streams (tenant_id, id, version, "timestamp", created)
        select u.t, u.c, u.v, u.at, u.at from {Sql.Rows("t", "c", "v", "at")} u
        """;

    // They are locked, so they stand where they were found.
    private static readonly string GrowStreams =
        $"""
        update mt_streams s set version = u.v, "timestamp" = u.at from {Sql.Rows("t", "c", "v", "at")} u where s.tenant_id = u.t and s.id = u.c
        """;

    private const string ReleaseHeld =
        """
        delete from js_held h using unnest($1) u(k) where h.event_key = u.k
        """;

    private static readonly string AppendEvents = Append("", "");
    private static readonly string AppendTagged = Append(", tags", $", {WriteTags.OfRow}");

    private static readonly string Hold =
        $"""
        insert into js_held (tenant_id, event_key, case_key, type, occurred_at, recorded_at, headers, data, code, reason)
        select u.t, u.k, u.c, u.ty, u.o, $10, u.h, u.d, u.co, u.re
        from {Sql.Rows("t", "k", "c", "ty", "o", "h", "d", "co", "re")} u
        """;

    private static readonly string Contest =
        $"""
        insert into js_conflicts as k (tenant_id, identifier, customer_id, other_id, times, last_seq, noted_at)
        select u.t, u.i, u.c, min(u.o), count(*), max(u.s), $6 from {Sql.Rows("t", "i", "c", "o", "s")} u
        group by u.t, u.i, u.c order by u.t, u.i, u.c
        on conflict (tenant_id, identifier, customer_id) do update set
          times = k.times + excluded.times, last_seq = excluded.last_seq, noted_at = excluded.noted_at
        """;

    /// <summary>Whether a batch's events are to be written by <see cref="CopyAsync"/> first. Tags are made by the server, of rows that are in a
    /// statement.</summary>
    public bool Copies(BatchWrites writes) => writes.Events.Count >= CopyEvents.Least && !tags;

    /// <summary>Writes a large batch's events by COPY, and before them what they refer to.</summary>
    public static async Task CopyAsync(NpgsqlConnection connection, BatchWrites writes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in Streams(writes)) statement.AddTo(batch);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
        await CopyEvents.RunAsync(connection, writes.Events, writes.RecordedAt.UtcDateTime, ct);
    }

    /// <summary>The statements of a batch; without those that <see cref="CopyAsync"/> has done.</summary>
    public IEnumerable<Statement> Of(BatchWrites writes)
    {
        if (!Copies(writes))
        {
            foreach (var statement in Streams(writes)) yield return statement;
            if (writes.Events.Count > 0)
            {
                yield return new Statement(tags ? AppendTagged : AppendEvents, Columns(writes.Events, writes.RecordedAt));
                if (tags) yield return WriteTags.Of(writes.Events);
            }
        }
        for (var i = 0; i < views.Count; i++)
        {
            var (rows, table) = (writes.Views[i], ViewTables.Rows(views[i]));
            if (rows.There.Count > 0) yield return new Statement(UpsertRows.OfThoseThere(table),
                [.. Columns(rows.There, writes.RecordedAt), Sql.Number(rows.There.Count)]);
            if (rows.Others.Count > 0) yield return new Statement(UpsertRows.Statement(table, views[i]), Columns(rows.Others, writes.RecordedAt));
        }
        foreach (var statement in close.Of(writes.Joins, writes.RecordedAt)) yield return statement;
        foreach (var statement in checkpoints.Of(writes.Checkpoints, writes.RecordedAt)) yield return statement;
        if (writes.Released.Count > 0) yield return new Statement(ReleaseHeld, Sql.Ids(writes.Released.Column(key => key.Key)));
        if (writes.Held.Count > 0) yield return new Statement(Hold, Columns(writes.Held, writes.RecordedAt));
        if (writes.Conflicts.Count > 0) yield return new Statement(Contest, Columns(writes.Conflicts, writes.RecordedAt));
    }

    private static string Append(string columns, string values) =>
        $"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, correlation_id, causation_id, headers{columns})
        select u.p, u.k, u.c, u.v, u.d, u.ty, $12, u.t, u.dn, u.co, u.ca, u.h{values}
        from {Sql.Rows("p", "k", "c", "v", "d", "ty", "t", "dn", "co", "ca", "h")} u
        """;

    private static IEnumerable<Statement> Streams(BatchWrites writes)
    {
        if (writes.NewStreams.Count > 0) yield return new Statement(BeginStreams, Columns(writes.NewStreams));
        if (writes.GrownStreams.Count > 0) yield return new Statement(GrowStreams, Columns(writes.GrownStreams));
    }

    private static NpgsqlParameter[] Columns(IReadOnlyList<(CustomerKey Customer, StreamPlace After)> streams) =>
    [
        Sql.Texts(streams.Column(s => (string?)s.Customer.Tenant)),
        Sql.Texts(streams.Column(s => (string?)s.Customer.Customer)),
        Sql.Numbers(streams.Column(s => s.After.Version)),
        Sql.Moments(streams.Column(s => s.After.At.UtcDateTime)),
    ];

    private static NpgsqlParameter[] Columns(IReadOnlyList<NewEvent> events, DateTimeOffset recorded) =>
    [
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
        Sql.Moment(recorded),
    ];

    private static NpgsqlParameter[] Columns(IReadOnlyList<ViewWrite> rows, DateTimeOffset recorded) =>
    [
        Sql.Texts(rows.Column(r => (string?)r.Tenant)),
        Sql.Texts(rows.Column(r => (string?)r.Key)),
        Sql.Jsons(rows.Column(r => r.Json)),
        Sql.Numbers(rows.Column(r => r.Version)),
        Sql.Moment(recorded),
    ];

    private static NpgsqlParameter[] Columns(IReadOnlyList<NewHeld> held, DateTimeOffset recorded) =>
    [
        Sql.Texts(held.Column(h => (string?)h.Tenant)),
        Sql.Ids(held.Column(h => h.Key)),
        Sql.IdsOrNulls(held.Column(h => h.Case)),
        Sql.Texts(held.Column(h => (string?)h.Type)),
        Sql.Moments(held.Column(h => h.OccurredAt.UtcDateTime)),
        Sql.Jsons(held.Column(h => h.Headers)),
        Sql.Jsons(held.Column(h => h.Data)),
        Sql.Texts(held.Column(h => (string?)h.Code)),
        Sql.Texts(held.Column(h => (string?)h.Reason)),
        Sql.Moment(recorded),
    ];

    private static NpgsqlParameter[] Columns(IReadOnlyList<NewConflict> conflicts, DateTimeOffset recorded) =>
    [
        Sql.Texts(conflicts.Column(c => (string?)c.Tenant)),
        Sql.Texts(conflicts.Column(c => (string?)c.Identifier)),
        Sql.Texts(conflicts.Column(c => (string?)c.Customer)),
        Sql.Texts(conflicts.Column(c => (string?)c.Other)),
        Sql.Numbers(conflicts.Column(c => c.Position)),
        Sql.Moment(recorded),
    ];
}
