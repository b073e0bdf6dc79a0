using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Parking;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>The transaction of a part, on one connection however many views are folded in its pass.</summary>
internal sealed class PartWriter
{
    private const int ParkedAtOnce = 500;

    private readonly NpgsqlConnection connection;
    private readonly int part;
    private bool committed;

    private PartWriter(NpgsqlConnection connection, int part) => (this.connection, this.part) = (connection, part);

    public static Task<PartWriter> OpenAsync(NpgsqlDataSource source, int part, CancellationToken ct) => Failures.Guard<PartWriter>(async () =>
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            // Rows and the mark that they are there go together, so a crash of the server takes both back and the part is folded again.
            // The commit of the switch waits for the disk, and with it for all that was written before.
            await Generations.Execute(connection, "begin; set local synchronous_commit = off", ct);
            return new PartWriter(connection, part);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    public Task WriteAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct) => Failures.Guard(() => CopyRows.RunAsync(
        connection, view.HasState ? ViewTables.States(view, Generation.Next) : ViewTables.Rows(view, Generation.Next), view, rows, ct));

    public Task MarkDoneAsync(ViewTable view, PartDone done, CancellationToken ct) => Failures.Guard(async () =>
    {
        if (done.Sums.Count > 0) await CopySumsAsync(view, done.Sums, ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var some in done.Parked.Chunk(ParkedAtOnce)) WriteParked.AddParked(batch, view.Name, Generation.Next, some);
        batch.Add(
            "update js_rebuild_parts set events = $3 where view = $1 and part = $2", Sql.Text(view.Name), Sql.Number(part), Sql.Number(done.Events));
        await batch.ExecuteNonQueryAsync(ct);
    });

    public Task CommitAsync(CancellationToken ct) => Failures.Guard(async () =>
    {
        await Generations.Execute(connection, "commit", ct);
        committed = true;
    });

    public async ValueTask DisposeAsync()
    {
        if (!committed) await Failures.RollBackAsync(connection);
        await connection.DisposeAsync();
    }

    private async Task CopySumsAsync(ViewTable view, IReadOnlyList<ViewWrite> sums, CancellationToken ct)
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
