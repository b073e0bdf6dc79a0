using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>The context of a random customer, 16 clients, against one prepared select of the same bytes by primary key.</summary>
internal sealed class ContextInProcess(double share, double target) : IComparison
{
    private const int Clients = 16;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;
    private string[] customers = [];

    public string Name => $"context of a random customer, {Clients} clients, p{share * 100:0}";

    public string Unit => "ms";

    public double Target => target;

    public bool MoreIsBetter => false;

    private int Calls => ground.Quick ? 4_000 : 40_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, var connectionString) = await ground.OpenEngineAsync(projections: false);
        await Load.RateAsync(ground.Time, 32, 80, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, 500).Select(_ => ground.Event())]), default));
        source = Ground.Source(connectionString);
        customers = await SampleRows.CustomersAsync(source);
    }

    public async Task<double> EngineAsync() => Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, n =>
        engine.ContextAsync(Tenants.Default, new CustomerRef(new Identifier(Identifier.OwnType, Pick(n))), new ContextQuery(), default)), share);

    public async Task<double> BaselineAsync() => Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, async n =>
    {
        await using var command = source.CreateCommand(
            "select p.data, s.data from mt_doc_profile p join mt_doc_signals s on s.tenant_id = p.tenant_id and s.id = p.id where p.tenant_id = '*DEFAULT*' and p.id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Pick(n) });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        _ = reader.GetFieldValue<byte[]>(0).Length + reader.GetFieldValue<byte[]>(1).Length;
    }), share);

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }

    private string Pick(int n) => customers[(uint)(n * 2654435761L) % customers.Length];
}
