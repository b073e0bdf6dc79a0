using JourneyStore.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// Writes a large batch's events by binary COPY: many rows go into a page at once, and no arrays are built and taken apart. A
/// small batch is better off with arrays, which need no round trips of their own.
/// </summary>
internal static class CopyEvents
{
    /// <summary>Fewest events for which the extra round trips pay.</summary>
    public const int Least = 500;

    private const string Events =
        """
        copy mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, correlation_id, causation_id, headers)
        from stdin (format binary)
        """;

    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<NewEvent> events, DateTime recorded, CancellationToken ct)
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
            await copy.WriteAsync(one.DotNetType, NpgsqlDbType.Varchar, ct);
            await TextAsync(copy, one.CorrelationId, ct);
            await TextAsync(copy, one.CausationId, ct);
            await copy.WriteAsync(one.Headers, NpgsqlDbType.Jsonb, ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static Task TextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken ct) =>
        text is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(text, NpgsqlDbType.Varchar, ct);
}
