using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>How much of a person there is to be erased; of held events and messages it says nothing.</summary>
internal static class CountErasable
{
    /// <summary>Events that are not masked yet, from parameters $1 (tenant), $2 (streams) and $3 (keys of events of ours, which say
    /// nothing).</summary>
    public const string Unmasked =
        $"e.tenant_id = $1 and e.stream_id = any($2) and not coalesce(e.headers ? '{EventMask.Mark}', false) and e.id <> all($3)";

    public static async Task<ErasureCounts> RunAsync(
        NpgsqlConnection connection, string tenant, IReadOnlyList<string> streams, Guid[] own, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var (of, all) = (Sql.Text(tenant), Sql.Texts([.. streams]));
        batch.Add($"select count(*) from mt_events e where {Unmasked}", of, all, Sql.Ids(own));
        batch.Add("select count(*) from js_identifiers i where i.tenant_id = $1 and i.customer_id = any($2)", Sql.Text(tenant), Sql.Texts([.. streams]));
        batch.Add("select count(*) from js_checkpoints k where k.tenant_id = $1 and k.customer_id = any($2)", Sql.Text(tenant), Sql.Texts([.. streams]));
        batch.Add($"select count(*) from js_conflicts c where {ReadConflictsOf.Theirs}", Sql.Text(tenant), Sql.Texts([.. streams]));
        var counts = new long[4];
        await using (var reader = await batch.ExecuteReaderAsync(ct))
            for (var i = 0; i < counts.Length; i++)
            {
                await reader.ReadAsync(ct);
                counts[i] = reader.GetInt64(0);
                await reader.NextResultAsync(ct);
            }
        return new ErasureCounts(
            Events: counts[0], Identifiers: counts[1], Rows: await RowsAsync(connection, tenant, streams, views, ct), Checkpoints: counts[2],
            Conflicts: counts[3], Notes: await ReadNotes.CountAsync(connection, tenant, streams, ct));
    }

    /// <summary>Rows of views that have one a customer.</summary>
    public static async Task<long> RowsAsync(
        NpgsqlConnection connection, string tenant, IReadOnlyList<string> streams, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        var tables = views.Where(view => !view.HasState).Select(view => $"(select count(*) from {ViewTables.Rows(view)} v where v.tenant_id = $1 and v.id = any($2))");
        await using var command = connection.Command($"select 0::bigint + {string.Join(" + ", tables.DefaultIfEmpty("0"))}", Sql.Text(tenant), Sql.Texts([.. streams]));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
