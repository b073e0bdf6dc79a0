using JourneyStore.Benchmarks.Scenarios;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks;

/// <summary>
/// What somebody writes who knows Npgsql well and wants nothing but speed: the same event, stream and view rows
/// as the engine, as arrays, prepared, without reading anything.
/// </summary>
internal sealed class HandWritten(NpgsqlDataSource source)
{
    /// <summary>Rows that the engine wrote. Every customer gets those of another one each time, so that a write changes a row as much as the engine's
    /// do.</summary>
    public ViewRows Rows { get; set; } = new([], []);

    private static readonly string DotNetTypeOfEvents = Envelope.DotNetTypeOf("ticket.opened");

    private long next;

    /// <summary>Rows of the documents that an application's own projections write beside the engine's; empty without such.</summary>
    public IReadOnlyList<(string Table, byte[][] Rows)> Own { get; set; } = [];

    /// <summary>One row of each kind an event, in one transaction and one round trip.</summary>
    public async Task WriteAsync(int events, DateTime now)
    {
        var first = (int)(Interlocked.Add(ref next, events) - events);
        var (ids, streams, headers) = (new Guid[events], new string[events], new byte[events][]);
        for (var i = 0; i < events; i++)
        {
            var n = first + i;
            var customer = Ground.Customer(n);
            ids[i] = EventKey.OfEvent(Tenants.Default, LogSeries.Source, $"event-{n}");
            streams[i] = LogSeries.StreamOf(customer);
            headers[i] = Envelope.Headers($"event-{n}", now, customer, $"T{n / Ground.Customers / 4}-{customer}");
        }
        var touched = streams.Distinct().Order(StringComparer.Ordinal).ToArray();
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "begin");
        Add(batch,
            "insert into mt_streams as s (tenant_id, id, version) select '*DEFAULT*', u, 1 from unnest($1) u on conflict (tenant_id, id) do update set version = s.version + 1, \"timestamp\" = now()",
            Texts(touched));
        // Versions come from the sequence here: reading them back is what the engine pays for and this does not.
        Add(batch,
            """
            insert into mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, headers)
            select nextval('mt_events_sequence'), u.i, u.s, currval('mt_events_sequence'), u.d, 'ticket.opened', $4, '*DEFAULT*', $6, u.h from unnest($1, $2, $3, $5) u(i, s, d, h)
            """,
            new NpgsqlParameter<Guid[]> { TypedValue = ids }, Texts(streams), Jsons(events, _ => LogSeries.Data), Moment(now),
            Jsons(events, i => headers[i]),
            new NpgsqlParameter<string> { TypedValue = DotNetTypeOfEvents });
        AddView(batch, "mt_doc_customerprofile", touched, Rows.Profiles, first);
        AddView(batch, "mt_doc_customersignals", touched, Rows.Signals, first);
        foreach (var (table, rows) in Own) AddView(batch, table, touched, rows, first);
        Add(batch, "commit");
        await batch.ExecuteNonQueryAsync();
    }

    private static void AddView(NpgsqlBatch batch, string table, string[] customers, byte[][] rows, int first) => Add(batch,
        $"insert into {table} (tenant_id, id, data, mt_version) select '*DEFAULT*', u.c, u.d, 1 from unnest($1, $2) u(c, d) on conflict (tenant_id, id) do update set data = excluded.data, mt_version = excluded.mt_version, mt_last_modified = now()",
        Texts(customers), Jsons(customers.Length, i => rows[(first + i) % rows.Length]));

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Texts(string[] values) =>
        new NpgsqlParameter<string[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    /// <summary>A document a row: the server parses each.</summary>
    private static NpgsqlParameter Jsons(int rows, Func<int, byte[]> row)
    {
        var documents = new byte[rows][];
        for (var i = 0; i < rows; i++) documents[i] = row(i);
        return new NpgsqlParameter<byte[][]> { TypedValue = documents, DataTypeName = "jsonb[]" };
    }

    private static NpgsqlParameter Moment(DateTime value) =>
        new NpgsqlParameter<DateTime> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
