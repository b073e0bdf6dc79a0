using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Engine.Storage.Parking;
using JourneyStore.Engine.Storage.Projecting;
using JourneyStore.Engine.Storage.Reading;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>One moment of the database, shared by readers on connections of their own (exported snapshot).</summary>
internal sealed class Snapshot(NpgsqlDataSource source, NpgsqlConnection holder, string name)
{
    private const int HistoryPage = 2_000;

    public static async Task<Snapshot> OpenAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        await Generations.Execute(connection, "begin isolation level repeatable read, read only", ct);
        await using var export = connection.Command("select pg_export_snapshot()");
        return new Snapshot(source, connection, (string)(await export.ExecuteScalarAsync(ct))!);
    }

    public async Task<long> CountEventsAsync(CancellationToken ct)
    {
        await using var command = holder.Command("select count(*) from mt_events");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<IReadOnlyList<KeyRange>> SplitAsync(bool cases, int parts, CancellationToken ct)
    {
        // Boundaries are customers, or evenly spread case keys (they are hashes) of each tenant.
        var sql = cases
            ? """
              with tenants as (select tenant_id, row_number() over (order by tenant_id) as place, greatest(1, $1 / count(*) over ())::int as cuts
                from (select distinct tenant_id from mt_streams) d)
              select t.tenant_id, lpad(to_hex((65536 / t.cuts) * n), 4, '0')
              from tenants t, generate_series(0, t.cuts - 1) n where t.place > 1 or n > 0 order by t.tenant_id, n
              """
            : """
              select tenant_id, id from (
                select tenant_id, id, row_number() over (order by tenant_id, id) as place, count(*) over () as total from mt_streams) s
              where total >= $1 and place > 1 and (place - 1) % ((total + $1 - 1) / $1) = 0 order by place
              """;
        await using var command = holder.Command(sql, new NpgsqlParameter<int> { TypedValue = parts });
        var ranges = new List<KeyRange>();
        GroupKey? from = null;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = reader.GetString(1);
            if (cases) key = $"{key[..4]}0000-0000-0000-0000-000000000000";
            var to = new GroupKey(reader.GetString(0), key);
            ranges.Add(new KeyRange(from, to));
            from = to;
        }
        ranges.Add(new KeyRange(from, null));
        return ranges;
    }

    public async IAsyncEnumerable<(GroupKey Group, StoredEvent Event)> ReadRangeAsync(
        KeyRange range, bool cases, long? maxPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await OpenReaderAsync(ct);
        // In the order of the index, event by event: the tables of a store that was just filled are unknown to the planner, and whatever it saves
        // on one part by a pass over the whole log, all parts together pay.
        await Generations.Execute(
            connection, "set local enable_seqscan = off; set local enable_bitmapscan = off; set local max_parallel_workers_per_gather = 0", ct);
        await using var joined = cases ? null : await JoinedStreams.OpenAsync(await OpenReaderAsync(ct), range, maxPosition, ct);
        foreach (var stretch in RangeStretch.Of(range))
        {
            await using var command = stretch.Select(connection, cases, maxPosition ?? long.MaxValue);
            await using var reader = await command.ExecuteReaderAsync(ct);
            (GroupKey Group, JoinedStream Kind)? current = null;
            await foreach (var grouped in reader.RowsAsync(Grouped, ct))
            {
                if (joined is null)
                {
                    yield return grouped;
                    continue;
                }
                if (current?.Group != grouped.Group)
                {
                    current = (grouped.Group, await joined.FindAsync(grouped.Group, ct));
                    // All that is the customer's, of whatever streams, instead of what the one stream has.
                    if (current.Value.Kind == JoinedStream.GoesOn)
                        await foreach (var stored in ReadHistoryAsync(grouped.Group, maxPosition, ct)) yield return (grouped.Group, stored);
                }
                if (current.Value.Kind == JoinedStream.Alone) yield return grouped;
            }
        }
    }

    private async IAsyncEnumerable<StoredEvent> ReadHistoryAsync(GroupKey customer, long? maxPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await OpenReaderAsync(ct);
        var query = HistoryQuery.Of(new CustomerKey(customer.Tenant, customer.Key), null, HistoryPage, maxPosition);
        while (true)
        {
            var page = await ReadHistory.RunAsync(connection, query, ct);
            foreach (var stored in page) yield return stored;
            if (page.Count < query.Limit) yield break;
            query = query with { After = page[^1].Place };
        }
    }

    public async IAsyncEnumerable<ViewWrite> ReadRowsAsync(
        ViewTable view, Generation generation, KeyRange? range, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await OpenReaderAsync(ct);
        await using var command = connection.Command(
            $"""
            select tenant_id, id, data, mt_version from {ViewTables.Rows(view, generation)}
            where ($1::varchar is null or (tenant_id, id) >= ($1, $2)) and ($3::varchar is null or (tenant_id, id) < ($3, $4))
            order by tenant_id, id
            """,
            Sql.Text(range?.From?.Tenant), Sql.Text(range?.From?.Key), Sql.Text(range?.To?.Tenant), Sql.Text(range?.To?.Key));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await foreach (var row in reader.RowsAsync(row =>
            new ViewWrite(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt64(3)), ct))
            yield return row;
    }

    public Task<HashSet<GroupKey>> ReadUnsettledAsync(CancellationToken ct) => ReadUnsettled.AllAsync(holder, ct);

    public Task<IReadOnlyList<StoredProgress>> ReadProgressAsync(CancellationToken ct) => ReadProgress.RunAsync(holder, ct);

    public async Task<IReadOnlyList<ParkedGroup>> ReadParkedAsync(ViewTable view, CancellationToken ct) =>
        [.. (await ReadParked.OfViewAsync(holder, view.Name, ct)).Select(parked => parked.Parked)];

    public Task<IReadOnlyDictionary<long, bool>> ReadSkippedAsync(ViewTable view, CancellationToken ct) =>
        ReadSkipped.OfViewAsync(holder, view.Name, ct);

    public async ValueTask DisposeAsync() => await holder.DisposeAsync();

    private static (GroupKey Group, StoredEvent Event) Grouped(NpgsqlDataReader row)
    {
        var stored = EventRow.Read(row, 1);
        return (new GroupKey(stored.Tenant, row.GetString(0)), stored);
    }

    private async Task<NpgsqlConnection> OpenReaderAsync(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        // The name comes from the server (hexadecimal and hyphens), so it can stand in the statement.
        await Generations.Execute(connection, $"begin isolation level repeatable read, read only; set transaction snapshot '{name}'", ct);
        return connection;
    }
}
