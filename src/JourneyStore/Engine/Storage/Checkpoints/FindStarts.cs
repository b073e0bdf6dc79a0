using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>
/// Of several customers the newest checkpoint before a place, and the first events after it unless there are too many: one round trip.
/// </summary>
internal sealed class FindStarts(IReadOnlyList<ViewTable> views)
{
    private static readonly string AtOfF = EventRow.At.Replace("e.", "f.", StringComparison.Ordinal);
    private static readonly string AtOfX = EventRow.At.Replace("e.", "x.", StringComparison.Ordinal);

    private readonly string checkpoints =
        $"""
        select u.ord, k.* from unnest($1, $2, $3, $4) with ordinality u(t, c, at, seq, ord)
        cross join lateral ({Newest(views)}) k
        """;

    private readonly string events =
        $"""
        select u.ord, f.* from unnest($1, $2, $3, $4, $5) with ordinality u(t, c, at, seq, events, ord)
        left join lateral ({Newest(views)}) k on true
        cross join lateral (
          {Members.Of("u.t", "u.c")}
          select x.* from {Members.Streams} s cross join lateral (
            {Members.Events(
                Members.Columns("u.c"), "u.t", $"({EventRow.At}, e.seq_id) > (coalesce(k.at, {long.MinValue}), coalesce(k.seq_id, 0))",
                $"order by {EventRow.At}, e.seq_id limit $7")}) x
          order by {AtOfX}, x.seq_id limit $7) f
        where u.events - coalesce(k.events, 0) <= $6
        order by u.ord, {AtOfF}, f.seq_id
        """;

    /// <param name="connection">The connection.</param>
    /// <param name="queries">The customers.</param>
    /// <param name="most">With more events after the checkpoint than this, none is read.</param>
    /// <param name="limit">Most events to read of each.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<HistoryStart[]> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<HistoryStartQuery> queries, long most, int limit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(checkpoints, Of(queries));
        batch.Add(events, [.. Of(queries), Sql.Numbers(queries.Column(q => q.Events)), Sql.Number(most), Sql.Number(limit)]);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var found = new Checkpoint?[queries.Count];
        while (await reader.ReadAsync(ct)) found[reader.GetInt64(0) - 1] = CheckpointColumns.Read(reader, 1);
        await reader.NextResultAsync(ct);
        var pages = Array.ConvertAll(found, _ => new List<StoredEvent>());
        while (await reader.ReadAsync(ct)) pages[reader.GetInt64(0) - 1].Add(EventRow.Read(reader, 1));
        return [.. found.Zip(pages, (checkpoint, page) => new HistoryStart(checkpoint, page))];
    }

    private static NpgsqlParameter[] Of(IReadOnlyList<HistoryStartQuery> queries) =>
    [
        Sql.Texts(queries.Column(q => (string?)q.Customer.Tenant)),
        Sql.Texts(queries.Column(q => (string?)q.Customer.Customer)),
        Sql.Numbers(queries.Column(q => Micros.Of(q.Before.OccurredAt))),
        Sql.Numbers(queries.Column(q => q.Before.Position)),
    ];

    private static string Newest(IReadOnlyList<ViewTable> views) =>
        $"""
        select {CheckpointColumns.Columns} from js_checkpoints k
        where k.tenant_id = u.t and k.customer_id = u.c and (k.at, k.seq_id) < (u.at, u.seq) and k.mark = {CheckpointMark.Sql(views)}
        order by k.events desc limit 1
        """;
}
