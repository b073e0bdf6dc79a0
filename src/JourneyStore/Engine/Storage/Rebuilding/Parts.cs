using System.Runtime.CompilerServices;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>The parts of a rebuild: what is done stays done, whatever happens to the process.</summary>
internal static class Parts
{
    /// <summary>Statements that forget the parts of a view.</summary>
    public const string Forget = "delete from js_rebuild_parts where view = $1";

    private const int RowsAtOnce = 2_000;

    private const string ForgetSums = "delete from js_rebuild_sums where view = $1";

    public static async Task<IReadOnlyList<RebuildPart>> BeginAsync(NpgsqlConnection connection, ViewTable view, bool fresh, CancellationToken ct)
    {
        if (!fresh)
        {
            await using var same = connection.Command(
                "select exists (select from js_views where name = $1 and generation = 'next' and version = $2)", Sql.Text(view.Name), Sql.Text(view.Version));
            if (await same.ExecuteScalarAsync(ct) is true && await ReadAsync(connection, view, ct) is { Count: > 0 } left) return left;
        }
        await Generations.BeginAsync(connection, view, ct);
        return [];
    }

    public static async Task PlanAsync(NpgsqlConnection connection, ViewTable view, IReadOnlyList<RebuildPart> parts, CancellationToken ct)
    {
        await using var command = connection.Command(
            """
            insert into js_rebuild_parts (view, part, from_tenant, from_key, to_tenant, to_key, up_to)
            select $1, p.number, p.ft, p.fk, p.tt, p.tk, $7 from unnest($2, $3, $4, $5, $6) p(number, ft, fk, tt, tk)
            """,
            Sql.Text(view.Name), Sql.Numbers(parts.Column(p => (long)p.Number)),
            Sql.Texts(parts.Column(p => p.Range.From?.Tenant)), Sql.Texts(parts.Column(p => p.Range.From?.Key)),
            Sql.Texts(parts.Column(p => p.Range.To?.Tenant)), Sql.Texts(parts.Column(p => p.Range.To?.Key)), Sql.Number(parts[0].UpTo));
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<IReadOnlyList<RebuildPart>> ReadAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var command = connection.Command(
            "select part, from_tenant, from_key, to_tenant, to_key, up_to, events from js_rebuild_parts where view = $1 order by part", Sql.Text(view.Name));
        var parts = new List<RebuildPart>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) parts.Add(new RebuildPart(reader.GetInt32(0), new KeyRange(Key(1), Key(3)), Number(5), Number(6)));
        return parts;

        GroupKey? Key(int at) => reader.IsDBNull(at) ? null : new GroupKey(reader.GetString(at), reader.GetString(at + 1));
        long? Number(int at) => reader.IsDBNull(at) ? null : reader.GetInt64(at);
    }

    public static async IAsyncEnumerable<ViewWrite> ReadSumsAsync(
        NpgsqlDataSource source, ViewTable view, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.Command("select tenant_id, id, data from js_rebuild_sums where view = $1 order by tenant_id, id", Sql.Text(view.Name));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await foreach (var sum in reader.RowsAsync(row =>
            new ViewWrite(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), 0), ct)) yield return sum;
    }

    public static async Task JoinAsync(NpgsqlConnection connection, ViewTable view, IAsyncEnumerable<ViewWrite> rows, long position,
        CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Progress before tables, as batches take them.
        await Generations.SetProgressAsync(connection, view, position, ct);
        await foreach (var some in rows.Chunk(RowsAtOnce)
            .WithCancellation(ct)) await CopyRows.RunAsync(connection, ViewTables.Rows(view, Generation.Next), view, some, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Forgets the parts, inside a transaction or alone.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        foreach (var sql in new[] { ForgetSums, Forget })
        {
            await using var command = connection.Command(sql, Sql.Text(view.Name));
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
