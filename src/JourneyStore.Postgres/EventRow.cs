using System.Text.Json;
using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Postgres;

/// <summary>
/// How a row of the log is selected and read. Which table leads is written, not left to the planner: on a freshly filled database it knows
/// nothing of the tables, and the other way round a page costs a pass over every event.
/// </summary>
internal static class EventRow
{
    /// <summary>From <c>mt_events e</c> alone: when it occurred is read from the headers, so that no index is looked up event by event.</summary>
    public const string OfLog = $"{Before} null::timestamptz, {After}";

    /// <summary>From <see cref="OfIndex"/>.</summary>
    public const string Columns = $"{Before} i.occurred_at, {After}";

    /// <summary><c>js_event_index i</c> leads; <c>offset 0</c> keeps the look-up of the event from being moved before it.</summary>
    public const string OfIndex =
        "js_event_index i cross join lateral (select * from mt_events m where m.seq_id = i.seq_id offset 0) e";

    private const string Before = "e.seq_id, e.tenant_id, e.stream_id, e.version, e.type,";

    private const string After = "e.\"timestamp\", e.correlation_id, e.causation_id, e.headers, e.data";

    public static StoredEvent Read(NpgsqlDataReader reader, int at = 0)
    {
        var recordedAt = Moment(reader, at + 6);
        var headers = reader.IsDBNull(at + 9) ? [] : reader.GetFieldValue<byte[]>(at + 9);
        return new(
            reader.GetInt64(at),
            reader.GetString(at + 1),
            reader.GetString(at + 2),
            reader.GetInt64(at + 3),
            reader.GetString(at + 4),
            reader.IsDBNull(at + 5) ? OccurredAt(headers) ?? recordedAt : Moment(reader, at + 5),
            recordedAt,
            reader.IsDBNull(at + 7) ? null : reader.GetString(at + 7),
            reader.IsDBNull(at + 8) ? null : reader.GetString(at + 8),
            headers,
            reader.GetFieldValue<byte[]>(at + 10));
    }

    public static DateTimeOffset Moment(NpgsqlDataReader reader, int at) => new(reader.GetFieldValue<DateTime>(at), TimeSpan.Zero);

    private static DateTimeOffset? OccurredAt(ReadOnlySpan<byte> headers)
    {
        if (headers.IsEmpty) return null;
        var json = new Utf8JsonReader(headers);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals("occurredAt"u8);
            json.Read();
            if (found) return json.GetDateTimeOffset();
            json.Skip();
        }
        return null;
    }

    public static async Task<List<StoredEvent>> ReadAllAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) events.Add(Read(reader));
        return events;
    }
}
