using System.Text;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks;

/// <summary>A log of any size as the engine would have written it, by binary COPY: streams, identifiers, events and their index, no views.</summary>
internal static class LargeLog
{
    private static readonly byte[] Data = """{"group":"network","assignee":"agent-7","priority":"3","subject":"Printer on floor three is offline"}"""u8.ToArray();

    /// <summary>Adds customers, each with the same number of events, round after round; four rounds are the life of a ticket.</summary>
    /// <param name="source">The database, with the engine's schema.</param>
    /// <param name="prefix">What tells these customers from others.</param>
    /// <param name="customers">Customers.</param>
    /// <param name="rounds">Events of each.</param>
    /// <param name="began">When the first event occurred; the last one occurs a month later.</param>
    public static async Task AddAsync(NpgsqlDataSource source, string prefix, int customers, int rounds, DateTimeOffset began)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var count = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        var after = (long)(await count.ExecuteScalarAsync())!;
        await ExecuteAsync(connection, $"insert into mt_streams (tenant_id, id, version) select '*DEFAULT*', '{prefix}' || n, {rounds} from generate_series(0, {customers - 1}) n");
        await ExecuteAsync(connection, $"insert into js_identifiers (tenant_id, identifier, customer_id, bound_at) select '*DEFAULT*', 'crm:{prefix}' || n, '{prefix}' || n, now() from generate_series(0, {customers - 1}) n");
        var step = TimeSpan.FromDays(30) / ((long)customers * rounds);
        await CopyEventsAsync(connection, prefix, customers, rounds, after, began, step);
        await CopyIndexAsync(connection, prefix, customers, rounds, after, began, step);
        await ExecuteAsync(connection, "select setval('mt_events_sequence', (select max(seq_id) from mt_events)); analyze");
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyEventsAsync(NpgsqlConnection connection, string prefix, int customers, int rounds, long after, DateTimeOffset began, TimeSpan step)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy mt_events (seq_id, id, stream_id, version, data, type, \"timestamp\", tenant_id, headers) from stdin (format binary)");
        foreach (var e in Events(prefix, customers, rounds, began, step))
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(after + e.Number, NpgsqlDbType.Bigint);
            await copy.WriteAsync(EventKey.OfEvent(Tenants.Default, "urn:benchmark", e.Id), NpgsqlDbType.Uuid);
            await copy.WriteAsync(e.Customer, NpgsqlDbType.Varchar);
            await copy.WriteAsync(e.Round + 1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(Data, NpgsqlDbType.Jsonb);
            await copy.WriteAsync(e.Type, NpgsqlDbType.Varchar);
            await copy.WriteAsync(e.At, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(Tenants.Default, NpgsqlDbType.Varchar);
            await copy.WriteAsync(Encoding.UTF8.GetBytes(
                $$"""{"id":"{{e.Id}}","source":"urn:benchmark","occurredAt":"{{e.At:O}}","customer":["crm:{{e.Customer}}"],"process":"incident","caseId":"{{e.Case}}","channel":"phone"}"""), NpgsqlDbType.Jsonb);
        }
        await copy.CompleteAsync();
    }

    private static async Task CopyIndexAsync(NpgsqlConnection connection, string prefix, int customers, int rounds, long after, DateTimeOffset began, TimeSpan step)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy js_event_index (tenant_id, event_key, seq_id, stream_id, occurred_at, case_key) from stdin (format binary)");
        foreach (var e in Events(prefix, customers, rounds, began, step))
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(Tenants.Default, NpgsqlDbType.Varchar);
            await copy.WriteAsync(EventKey.OfEvent(Tenants.Default, "urn:benchmark", e.Id), NpgsqlDbType.Uuid);
            await copy.WriteAsync(after + e.Number, NpgsqlDbType.Bigint);
            await copy.WriteAsync(e.Customer, NpgsqlDbType.Varchar);
            await copy.WriteAsync(e.At, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(EventKey.OfCase(Tenants.Default, "incident", e.Case)!.Value, NpgsqlDbType.Uuid);
        }
        await copy.CompleteAsync();
    }

    private static IEnumerable<(int Number, string Id, string Customer, int Round, string Type, DateTime At, string Case)> Events(
        string prefix, int customers, int rounds, DateTimeOffset began, TimeSpan step)
    {
        var number = 0;
        for (var round = 0; round < rounds; round++)
            for (var n = 0; n < customers; n++)
            {
                var customer = $"{prefix}{n * 7_919L % customers}";
                var at = began + step * number;
                yield return (
                    ++number, $"{customer}-{round}", customer, round,
                    (round % 4) switch { 0 => "ticket.opened", 1 => "ticket.assigned", 2 => "ticket.reassigned", _ => "ticket.closed" },
                    new DateTime(at.UtcTicks - at.UtcTicks % 10, DateTimeKind.Utc), $"T{round / 4}-{customer}");
            }
    }
}
