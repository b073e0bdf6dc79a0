using System.Text;
using JourneyStore.Engine;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>A decision, recorded durably, 16 clients, against a prepared select, an insert and a commit.</summary>
internal sealed class DecisionInProcess : IComparison
{
    private const int Clients = 16;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;

    public string Name => $"decision, recorded, {Clients} clients";

    public string Unit => "decisions/s";

    public double Target => 0.60;

    public bool MoreIsBetter => true;

    private int Calls => ground.Quick ? 1_000 : 8_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, var connectionString) = await ground.OpenEngineAsync(projections: false);
        await Load.RateAsync(ground.Time, 32, 80, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, 500).Select(_ => ground.Event())]), default));
        source = Ground.Source(connectionString);
        await using var command = source.CreateCommand("create table decisions (id bigint generated always as identity primary key, data jsonb not null)");
        await command.ExecuteNonQueryAsync();
    }

    public Task<double> EngineAsync() => Load.RateAsync(ground.Time, Clients, Calls, n =>
        engine.DecideAsync(Tenants.Default, "ticket-routing", new DecisionRequest($"crm:{Ground.Customer(n)}"), default));

    public Task<double> BaselineAsync() => Load.RateAsync(ground.Time, Clients, Calls, async n =>
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        var select = new NpgsqlBatchCommand(
            "select p.data, s.data from js_identifiers i join mt_doc_profile p on p.tenant_id = i.tenant_id and p.id = i.customer_id join mt_doc_signals s on s.tenant_id = p.tenant_id and s.id = p.id where i.tenant_id = '*DEFAULT*' and i.identifier = $1");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"crm:{Ground.Customer(n)}" });
        batch.BatchCommands.Add(select);
        await using (var reader = await batch.ExecuteReaderAsync()) await reader.ReadAsync();
        await using var insert = new NpgsqlCommand("insert into decisions (data) values ($1)", connection);
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes("""{"policy":"ticket-routing","outcome":"standard-queue","reasons":["nothing calls for special care"]}"""), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await insert.ExecuteNonQueryAsync();
    });

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }
}
