using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Rows after a position together with the snapshot that saw them, in one statement: the snapshot is that of the rows.</summary>
internal static class ReadLog
{
    private const string Statement =
        $"""
        select pg_snapshot_xmin(s.snapshot), e.*
        from (select pg_current_snapshot() as snapshot) s
        left join lateral (
          select {EventRow.Columns} from mt_events e where e.seq_id > $1 order by e.seq_id limit $2) e on true
        order by e.seq_id
        """;

    public static async Task<LogWindow> RunAsync(NpgsqlConnection connection, long after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(Statement, Sql.Number(after), Sql.Number(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<StoredEvent>();
        ulong oldest = 0;
        while (await reader.ReadAsync(ct))
        {
            oldest = reader.GetFieldValue<ulong>(0);
            if (!reader.IsDBNull(1)) events.Add(EventRow.Read(reader, 1));
        }
        return new LogWindow(events, oldest);
    }
}
