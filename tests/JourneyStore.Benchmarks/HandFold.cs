using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks;

/// <summary>
/// Views folded by hand: COPY out, deserialise, fold in memory with the views' own functions, COPY in. It knows what the engine may not
/// assume: that everything fits into memory, nothing is late, a case has one customer, nobody writes meanwhile, and one failure may lose it all.
/// </summary>
internal sealed class HandFold(NpgsqlDataSource source, bool inlineToo)
{
    private readonly Inventory inventory = Inventory.Discover();
    private readonly EventCatalog catalog = EventCatalog.Discover([.. Inventory.Discover().Assemblies]);

    /// <summary>Folds the whole log in a number of parts side by side, parted by customer.</summary>
    public async Task RunAsync(int parts)
    {
        await using (var connection = await source.OpenConnectionAsync())
            foreach (var view in CustomerViews().Concat<IProjection>(inventory.Aggregates))
                await LargeLog.ExecuteAsync(
                    connection,
                    $"drop table if exists hand_{view.Name}; create table hand_{view.Name} (like mt_doc_{view.DocumentType.Name.ToLowerInvariant()} including all)");
        var rows = await Task.WhenAll(Enumerable.Range(0, parts).Select(part => Task.Run(() => PartAsync(part, parts))));
        foreach (var view in inventory.Aggregates)
        {
            var sums = new Dictionary<string, object>();
            foreach (var (key, delta) in rows.SelectMany(r => r[view])) sums[key] = view.Add(sums.GetValueOrDefault(key), delta);
            await CopyInAsync(view.Name, sums.Select(row => (row.Key, view.WriteRow(row.Value))));
        }
    }

    private IEnumerable<ICustomerProjection> CustomerViews() => inventory.CustomerViews
        .Concat(inlineToo ? [new SignalsProjection(inventory.Signals)] : [])
        .Where(view => inlineToo || view.Freshness == Freshness.Async);

    private async Task<Dictionary<IAggregateProjection, Dictionary<string, object>>> PartAsync(int part, int parts)
    {
        var customers = CustomerViews().ToDictionary(view => view, _ => new Dictionary<string, object>());
        var cases = inventory.Aggregates.ToDictionary(view => view, _ => new Dictionary<string, object>());
        var rows = inventory.Aggregates.ToDictionary(view => view, _ => new Dictionary<string, object>());
        await foreach (var e in CopyOutAsync(part, parts))
        {
            foreach (var (view, states) in customers)
                states[e.Customer] = view.Apply(states.TryGetValue(e.Customer, out var state) ? state : view.Start(e.Customer), e);
            foreach (var (view, states) in cases)
            {
                var group = view.Grouping == Grouping.Case ? e.CaseId! : e.Customer;
                var sums = rows[view];
                states[group] = view.Apply(
                    states.TryGetValue(group, out var state) ? state
                        : view.Start(), e, (key, delta) => sums[key] = view.Add(sums.GetValueOrDefault(key), delta));
            }
        }
        foreach (var (view, states) in customers) await CopyInAsync(view.Name, states.Select(row => (row.Key, view.Write(row.Value))));
        return rows;
    }

    private async IAsyncEnumerable<JourneyEvent> CopyOutAsync(int part, int parts)
    {
        await using var connection = await source.OpenConnectionAsync();
        var where = parts == 1 ? "" : $"where abs(hashtext(stream_id)) % {parts} = {part}";
        await using var copy = await connection.BeginBinaryExportAsync(
            $"copy (select seq_id, stream_id, version, type, \"timestamp\", headers, data from mt_events {where} order by seq_id) to stdout (format binary)");
        while (await copy.StartRowAsync() >= 0)
        {
            var (position, customer) = (await copy.ReadAsync<long>(NpgsqlDbType.Bigint), await copy.ReadAsync<string>(NpgsqlDbType.Varchar));
            var (version, type) = (await copy.ReadAsync<long>(NpgsqlDbType.Bigint), await copy.ReadAsync<string>(NpgsqlDbType.Varchar));
            var recorded = await copy.ReadAsync<DateTime>(NpgsqlDbType.TimestampTz);
            var headers = JsonSerializer.Deserialize<Headers>(await copy.ReadAsync<byte[]>(NpgsqlDbType.Jsonb), JsonSerializerOptions.Web)!;
            var data = await copy.ReadAsync<byte[]>(NpgsqlDbType.Jsonb);
            catalog.TryRead(type, 1, data, out var body, out _);
            yield return new JourneyEvent
            {
                Position = position, Tenant = "*DEFAULT*", Customer = customer, Version = version, Source = headers.Source, Id = headers.Id, Type = type,
                OccurredAt = Micros.Moment(headers.At), RecordedAt = recorded, Process = headers.Process, CaseId = headers.CaseId,
                Channel = headers.Channel,
                Data = data, Body = body,
            };
        }
    }

    private async Task CopyInAsync(string view, IEnumerable<(string Key, byte[] Json)> rows)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"copy hand_{view} (tenant_id, id, data, mt_version) from stdin (format binary)");
        foreach (var (key, json) in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync("*DEFAULT*", NpgsqlDbType.Varchar);
            await copy.WriteAsync(key, NpgsqlDbType.Varchar);
            await copy.WriteAsync(json, NpgsqlDbType.Jsonb);
            await copy.WriteAsync(1L, NpgsqlDbType.Bigint);
        }
        await copy.CompleteAsync();
    }

    private sealed record Headers(string Id, string Source, long At, string? Process, string? CaseId, string? Channel);
}
