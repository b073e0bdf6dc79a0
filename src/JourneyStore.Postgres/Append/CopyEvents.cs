using JourneyStore.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Postgres.Append;

/// <summary>
/// Writes a large batch's events and their index by binary COPY: many rows go into a page at once, and no arrays are built and taken apart. A
/// small batch is better off with arrays, which need no round trips of their own.
/// </summary>
internal static class CopyEvents
{
    /// <summary>Fewest events for which the extra round trips pay.</summary>
    public const int Least = 500;

    private const string Events =
        """
        copy mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, correlation_id, causation_id, headers)
        from stdin (format binary)
        """;

    private const string Index = "copy js_event_index (tenant_id, event_key, seq_id, stream_id, occurred_at, case_key) from stdin (format binary)";

    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<NewEvent> events, IReadOnlyList<IndexedKey> keys, DateTime recorded, CancellationToken ct)
    {
        await CopyEventsAsync(connection, events, recorded, ct);
        await CopyIndexAsync(connection, keys, ct);
    }

    private static async Task CopyEventsAsync(NpgsqlConnection connection, IReadOnlyList<NewEvent> events, DateTime recorded, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Events, ct);
        foreach (var one in events)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(one.Position, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(one.Key, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(one.Customer, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(one.Version, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(one.Data, NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(one.Type, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(recorded, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(one.Tenant, NpgsqlDbType.Varchar, ct);
            await TextAsync(copy, one.CorrelationId, ct);
            await TextAsync(copy, one.CausationId, ct);
            await copy.WriteAsync(one.Headers, NpgsqlDbType.Jsonb, ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static async Task CopyIndexAsync(NpgsqlConnection connection, IReadOnlyList<IndexedKey> keys, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Index, ct);
        foreach (var one in keys)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(one.Tenant, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(one.Key, NpgsqlDbType.Uuid, ct);
            if (one.Position is { } position) await copy.WriteAsync(position, NpgsqlDbType.Bigint, ct);
            else await copy.WriteNullAsync(ct);
            await TextAsync(copy, one.Customer, ct);
            await copy.WriteAsync(one.OccurredAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            if (one.Case is { } @case) await copy.WriteAsync(@case, NpgsqlDbType.Uuid, ct);
            else await copy.WriteNullAsync(ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static Task TextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken ct) =>
        text is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(text, NpgsqlDbType.Varchar, ct);
}
