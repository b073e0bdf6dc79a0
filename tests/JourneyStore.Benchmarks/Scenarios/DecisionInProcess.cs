using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>A decision, recorded durably, 16 clients, against a prepared select, an insert and a commit.</summary>
internal sealed class DecisionInProcess : IComparison
{
    private const int Clients = 16;

    private static readonly byte[] Receipt = """{"policy":"ticket-routing","outcome":"standard-queue","reasons":["nothing calls for special care"]}"""u8.ToArray();

    private Ground ground = null!;
    private FilledStore store = null!;

    public string Name => $"decision, recorded, {Clients} clients";

    public string Unit => "decisions/s";

    public double Target => 0.60;

    public bool MoreIsBetter => true;

    private int Calls => ground.Quick ? 2_000 : 8_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await ground.TypicalAsync();
        await using var command = store.Source.CreateCommand("create table decisions (id bigint generated always as identity primary key, data jsonb not null)");
        await command.ExecuteNonQueryAsync();
    }

    public Task<double> EngineAsync() => Load.RateAsync(ground.Time, Clients, Calls, n =>
        store.Engine.DecideAsync(Tenants.Default, "ticket-routing", new DecisionRequest($"crm:{store.Pick(n)}"), default));

    public Task<double> BaselineAsync() => Load.RateAsync(ground.Time, Clients, Calls, async n =>
    {
        await HandSelect.ByIdentifierAsync(store.Source, $"crm:{store.Pick(n)}");
        await using var insert = store.Source.CreateCommand("insert into decisions (data) values ($1)");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Receipt, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await insert.ExecuteNonQueryAsync();
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
