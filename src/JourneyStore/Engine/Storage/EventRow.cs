using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage;

/// <summary>How a row of Marten's <c>mt_events</c>, called <c>e</c>, is selected and read.</summary>
internal static class EventRow
{
    /// <summary>What is selected.</summary>
    public const string Columns =
        "e.seq_id, e.id, e.tenant_id, e.stream_id, e.version, e.type, e.\"timestamp\", e.correlation_id, e.causation_id, e.headers, e.data";

    /// <summary>How many columns that are.</summary>
    public const int Width = 11;

    /// <summary>When it occurred, in microseconds since 1970.</summary>
    public static readonly string At = EventIndexes.At.Replace("{0}", "e.", StringComparison.Ordinal);

    /// <summary>The key of its case.</summary>
    public static readonly string Case = EventIndexes.Case.Replace("{0}", "e.", StringComparison.Ordinal);

    public static StoredEvent Read(NpgsqlDataReader reader, int at = 0)
    {
        var recordedAt = Moment(reader, at + 6);
        var headers = reader.IsDBNull(at + 9) ? [] : reader.GetFieldValue<byte[]>(at + 9);
        return new(
            reader.GetInt64(at),
            reader.GetGuid(at + 1),
            reader.GetString(at + 2),
            reader.GetString(at + 3),
            reader.GetInt64(at + 4),
            reader.GetString(at + 5),
            EventHeaders.OccurredAt(headers) ?? recordedAt,
            recordedAt,
            reader.IsDBNull(at + 7) ? null : reader.GetString(at + 7),
            reader.IsDBNull(at + 8) ? null : reader.GetString(at + 8),
            headers,
            reader.GetFieldValue<byte[]>(at + 10));
    }

    public static DateTimeOffset Moment(NpgsqlDataReader reader, int at) => new(reader.GetFieldValue<DateTime>(at), TimeSpan.Zero);

    public static async Task<List<StoredEvent>> ReadAllAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) events.Add(Read(reader));
        return events;
    }
}
