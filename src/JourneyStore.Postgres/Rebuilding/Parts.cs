using System.Runtime.CompilerServices;
using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Parking;
using JourneyStore.Postgres.Schema;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Postgres.Rebuilding;

/// <summary>The parts of a rebuild: what is done stays done, whatever happens to the process.</summary>
internal static class Parts
{
    /// <summary>Statements that forget the parts of a view.</summary>
    public const string Forget = "delete from js_rebuild_parts where view = $1";

    private const int ParkedAtOnce = 500;

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

    public static async Task WriteAsync(
        NpgsqlConnection connection, ViewTable view, int part, bool states, IAsyncEnumerable<ViewWrite> rows, Func<PartDone> done, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CopyRows.RunAsync(
            connection, states ? ViewTables.States(view.Name, Generation.Next) : ViewTables.Rows(view.Name, Generation.Next), view, rows, ct);
        var came = done();
        if (came.Sums.Count > 0) await CopySumsAsync(connection, view, part, came.Sums, ct);
        foreach (var some in came.Parked.Chunk(ParkedAtOnce)) await ParkAsync(connection, view, some, ct);
        await using var mark = connection.Command(
            "update js_rebuild_parts set events = $3 where view = $1 and part = $2",
            Sql.Text(view.Name), Sql.Number(part), Sql.Number(came.Events));
        await mark.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    public static async IAsyncEnumerable<ViewWrite> ReadSumsAsync(
        NpgsqlDataSource source, ViewTable view, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.Command("select tenant_id, id, data from js_rebuild_sums where view = $1 order by tenant_id, id", Sql.Text(view.Name));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return new ViewWrite(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), 0);
    }

    public static async Task JoinAsync(NpgsqlConnection connection, ViewTable view, IAsyncEnumerable<ViewWrite> rows, long position, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Progress before tables, as batches take them.
        await Generations.SetProgressAsync(connection, view, position, ct);
        await CopyRows.RunAsync(connection, ViewTables.Rows(view.Name, Generation.Next), view, rows, ct);
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

    private static async Task ParkAsync(NpgsqlConnection connection, ViewTable view, IReadOnlyList<ParkedGroup> parked, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        WriteParked.AddParked(batch, view.Name, Generation.Next, parked);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task CopySumsAsync(NpgsqlConnection connection, ViewTable view, int part, IReadOnlyList<ViewWrite> sums, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy js_rebuild_sums (view, part, tenant_id, id, data) from stdin (format binary)", ct);
        foreach (var sum in sums)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(view.Name, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(part, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(sum.Tenant, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(sum.Key, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(sum.Json, NpgsqlDbType.Jsonb, ct);
        }
        await copy.CompleteAsync(ct);
    }
}
