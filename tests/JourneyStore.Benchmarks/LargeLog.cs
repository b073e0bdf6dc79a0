using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks;

/// <summary>A log of any size as the engine would have written it, by binary COPY: streams, identifiers, events, no views.</summary>
internal static class LargeLog
{
    // A COPY of ten million rows ends when it ends; Npgsql takes zero for no time at all here.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    /// <summary>Adds the log to a store that may hold others: one connection, every index in place, as somebody would who loads a file by
    /// hand.</summary>
    /// <param name="source">The database, with the engine's schema.</param>
    /// <param name="series">The log.</param>
    public static async Task CopyAsync(NpgsqlDataSource source, LogSeries series)
    {
        await using var connection = await source.OpenConnectionAsync();
        var after = await CountAsync(connection);
        await AddCustomersAsync(connection, series);
        await CopyEventsAsync(connection, series, after);
        await ExecuteAsync(connection, "select setval('mt_events_sequence', (select max(seq_id) from mt_events))");
    }

    /// <summary>Adds a log as fast as can be, for others to be measured on: the indexes made afterwards, statistics taken.</summary>
    /// <param name="source">The database, with the engine's schema.</param>
    /// <param name="prefix">What tells these customers from others.</param>
    /// <param name="customers">Customers.</param>
    /// <param name="rounds">Events of each.</param>
    /// <param name="began">When the first event occurred.</param>
    /// <param name="span">How long after it the last one occurs; null: a month.</param>
    public static async Task AddAsync(NpgsqlDataSource source, string prefix, int customers, int rounds, DateTimeOffset began, TimeSpan? span = null)
    {
        var series = new LogSeries(prefix, customers, rounds, began) { Span = span ?? TimeSpan.FromDays(30) };
        await using var connection = await source.OpenConnectionAsync();
        var after = await CountAsync(connection);
        await AddCustomersAsync(connection, series);
        await using (await BareTable.StripAsync(connection, "mt_events")) await CopyEventsAsync(connection, series, after);
        await ExecuteAsync(connection, "select setval('mt_events_sequence', (select max(seq_id) from mt_events)); analyze");
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection)
    {
        await using var count = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static Task AddCustomersAsync(NpgsqlConnection connection, LogSeries series)
    {
        var customers = $"(select '{series.Prefix}' || n as name, lpad('{series.Prefix}' || n, 36, '0') as id from generate_series(0, {series.Customers - 1}) n) c";
        return ExecuteAsync(
            connection,
            $"""
            insert into mt_streams (tenant_id, id, version) select '*DEFAULT*', c.id, {series.Rounds} from {customers};
            insert into js_identifiers (tenant_id, identifier, customer_id, bound_at) select '*DEFAULT*', 'crm:' || c.name, c.id, now() from {customers}
            """);
    }

    private static async Task CopyEventsAsync(NpgsqlConnection connection, LogSeries series, long after)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy mt_events (seq_id, id, stream_id, version, data, type, \"timestamp\", tenant_id, mt_dotnet_type, headers) from stdin (format binary)");
        copy.Timeout = Patience;
        var types = LogSeries.Types.ToDictionary(type => type, Envelope.DotNetTypeOf);
        foreach (var e in series.Events())
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(after + e.Number, NpgsqlDbType.Bigint);
            await copy.WriteAsync(EventKey.OfEvent(Tenants.Default, LogSeries.Source, e.Id), NpgsqlDbType.Uuid);
            await copy.WriteAsync(LogSeries.StreamOf(e.Customer), NpgsqlDbType.Varchar);
            await copy.WriteAsync(e.Round + 1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(LogSeries.Data, NpgsqlDbType.Jsonb);
            await copy.WriteAsync(e.Type, NpgsqlDbType.Varchar);
            await copy.WriteAsync(e.At, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(Tenants.Default, NpgsqlDbType.Varchar);
            await copy.WriteAsync(types[e.Type], NpgsqlDbType.Varchar);
            await copy.WriteAsync(Envelope.Headers(e.Id, e.At, e.Customer, e.Case), NpgsqlDbType.Jsonb);
        }
        await copy.CompleteAsync();
    }
}
