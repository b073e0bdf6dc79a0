using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Postgres;

/// <summary>How a row of the log is selected and read: <c>e</c> is mt_events, <c>i</c> is js_event_index.</summary>
internal static class EventRow
{
    public const string Columns =
        "e.seq_id, e.tenant_id, e.stream_id, e.version, e.type, i.occurred_at, e.\"timestamp\", e.correlation_id, e.causation_id, e.headers, e.data";

    /// <summary>Joins the index row of an event.</summary>
    public const string Joined = "mt_events e join js_event_index i on i.tenant_id = e.tenant_id and i.event_key = e.id";

    public static StoredEvent Read(NpgsqlDataReader reader, int at = 0) => new(
        reader.GetInt64(at),
        reader.GetString(at + 1),
        reader.GetString(at + 2),
        reader.GetInt64(at + 3),
        reader.GetString(at + 4),
        Moment(reader, at + 5),
        Moment(reader, at + 6),
        reader.IsDBNull(at + 7) ? null : reader.GetString(at + 7),
        reader.IsDBNull(at + 8) ? null : reader.GetString(at + 8),
        reader.IsDBNull(at + 9) ? default(ReadOnlyMemory<byte>) : reader.GetFieldValue<byte[]>(at + 9),
        reader.GetFieldValue<byte[]>(at + 10));

    public static DateTimeOffset Moment(NpgsqlDataReader reader, int at) => new(reader.GetFieldValue<DateTime>(at), TimeSpan.Zero);

    public static async Task<List<StoredEvent>> ReadAllAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) events.Add(Read(reader));
        return events;
    }
}
