using System.Text;
using JourneyStore.Engine;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Batches of 1,000 with every inline view current, against a binary COPY of the same event rows into the same tables without views.</summary>
internal sealed class ImportBatches : IComparison
{
    private const int Batch = 1_000;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;
    private long copied;

    public string Name => "import in batches of 1,000, inline views current";

    public string Unit => "events/s";

    public double Target => 0.40;

    public bool MoreIsBetter => true;

    private int Events => ground.Quick ? 20_000 : 100_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, _) = await ground.OpenEngineAsync(projections: false);
        source = await ground.OpenBaselineAsync();
        await using var command = source.CreateCommand("insert into mt_streams (tenant_id, id, version) select '*DEFAULT*', lpad('c' || n, 36, '0'), 0 from generate_series(0, 19999) n");
        await command.ExecuteNonQueryAsync();
        await EngineAsync();
    }

    public async Task<double> EngineAsync() => Batch * await Load.RateAsync(
        ground.Time, 4, Events / Batch, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, Batch).Select(_ => ground.Event())]), default));

    public async Task<double> BaselineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var events = Enumerable.Range(0, Events).Select(_ => (Event: ground.Event(), Position: ++copied)).ToArray();
        await using (var copy = await connection.BeginBinaryImportAsync("copy mt_events (seq_id, id, stream_id, version, data, type, tenant_id, headers) from stdin (format binary)"))
        {
            foreach (var (e, position) in events)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(Key(position), NpgsqlDbType.Uuid);
                await copy.WriteAsync(e.Customer[0].Value.PadLeft(36, '0'), NpgsqlDbType.Varchar);
                await copy.WriteAsync(position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(e.Data, NpgsqlDbType.Jsonb);
                await copy.WriteAsync(e.Type, NpgsqlDbType.Varchar);
                await copy.WriteAsync("*DEFAULT*", NpgsqlDbType.Varchar);
                await copy.WriteAsync(Encoding.UTF8.GetBytes($$"""{"id":"{{e.Id}}","source":"urn:benchmark","occurredAt":"2026-01-01T00:00:00Z","customer":["crm:{{e.Customer[0].Value}}"],"process":"incident","caseId":"{{e.CaseId}}","channel":"phone"}"""), NpgsqlDbType.Jsonb);
            }
            await copy.CompleteAsync();
        }
        await using (var copy = await connection.BeginBinaryImportAsync("copy js_event_index (tenant_id, event_key, seq_id, stream_id, occurred_at, case_key) from stdin (format binary)"))
        {
            foreach (var (e, position) in events)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync("*DEFAULT*", NpgsqlDbType.Varchar);
                await copy.WriteAsync(Key(position), NpgsqlDbType.Uuid);
                await copy.WriteAsync(position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(e.Customer[0].Value.PadLeft(36, '0'), NpgsqlDbType.Varchar);
                await copy.WriteAsync(e.OccurredAt!.Value.UtcDateTime, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(Key(position / 4), NpgsqlDbType.Uuid);
            }
            await copy.CompleteAsync();
        }
        await transaction.CommitAsync();
        return Events / ground.Time.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }

    private static Guid Key(long n) => new(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(n)).AsSpan(0, 16));
}
