using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Parking;

/// <summary>Events that projections leave out: a page with who decided and why, or the bare positions of one projection.</summary>
internal static class ReadSkipped
{
    public static async Task<IReadOnlyList<StoredSkipped>> PageAsync(
        NpgsqlConnection connection, string tenant, string? projection, long after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            """
            select s.number, s.projection, s.tenant_id, s.group_key, s.subject, s.seq_id, s.event_type, s.reason, s.decided_by, s.decided_why, s.decided_at, s.still_stored
            from js_skipped s where s.tenant_id = $1 and ($2::varchar is null or s.projection = $2) and s.number > $3 order by s.number limit $4
            """,
            Sql.Text(tenant), Sql.Text(projection), Sql.Number(after), Sql.Number(limit));
        var skipped = new List<StoredSkipped>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            skipped.Add(new StoredSkipped(reader.GetInt64(0), reader.GetString(1), new SkippedEvent(
                new GroupKey(reader.GetString(2), reader.GetString(3)), reader.GetString(4), reader.GetInt64(5), reader.GetString(6),
                reader.GetString(7),
                reader.GetString(8), reader.GetString(9), EventRow.Moment(reader, 10), reader.GetBoolean(11))));
        return skipped;
    }

    public static async Task<IReadOnlyDictionary<long, bool>> OfViewAsync(NpgsqlConnection connection, string view, CancellationToken ct)
    {
        var skipped = new Dictionary<long, bool>();
        await using var command = connection.Command("select seq_id, still_stored from js_skipped where projection = $1", Sql.Text(view));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) skipped.Add(reader.GetInt64(0), reader.GetBoolean(1));
        return skipped;
    }
}
