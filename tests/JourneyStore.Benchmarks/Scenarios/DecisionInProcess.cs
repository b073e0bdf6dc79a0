using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>
/// A decision, recorded durably in the customer's stream, 16 clients, against a prepared select and an insert of the same event into the same
/// tables, without the views that it changes. Either side has customers of its own: rows that one of them makes old would cost the other.
/// </summary>
internal sealed class DecisionInProcess : IComparison
{
    private const int Clients = 16;

    private const string Insert =
        """
        with s as (
          update mt_streams set version = version + 1, "timestamp" = now()
          where tenant_id = '*DEFAULT*' and id = (select customer_id from js_identifiers where tenant_id = '*DEFAULT*' and identifier = $1) returning id, version)
        insert into mt_events (seq_id, id, stream_id, version, data, type, "timestamp", tenant_id, mt_dotnet_type, headers)
        select nextval('mt_events_sequence'), $2, s.id, s.version, $3, 'decision.made', now(), '*DEFAULT*', $5, $4 from s
        """;

    private static readonly byte[] Receipt =
        """
        {"decisionId":"01a2015c-2c56-70cf-8450-2b177f507abf","customer":"01a2015c-2c56-70cf-8450-2b177f507abf","policy":"ticket-routing","version":1,"outcome":"standard-queue",
        "reasons":["Nothing calls for special care: 0 service levels missed in 90 days, 0 contacts in 14 days, friction 0.0 (calm)."],"evidence":[],"position":41234,
        "asOf":"2026-11-20T03:46:13.598903Z","facts":{}}
        """u8.ToArray();

    private static readonly byte[] Headers =
        """
        {"at":1795146373598903,"id":"01a2015c-2c56-70cf-8450-2b177f507abf","actor":"policy:ticket-routing","print":"0f343b0931126a20f133d67c2b018a3b",
        "source":"urn:journeystore:decisions","customer":["id:01a2015c-2c56-70cf-8450-2b177f507abf"]}
        """u8.ToArray();

    private static readonly string DotNetTypeOfDecision = Envelope.DotNetTypeOf("decision.made");

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
    }

    public Task<double> EngineAsync() => Load.RateAsync(ground.Time, Clients, Calls, n =>
        store.Engine.DecideAsync(Tenants.Default, "ticket-routing", new DecisionRequest(Customer(2 * n)), default));

    public Task<double> BaselineAsync() => Load.RateAsync(ground.Time, Clients, Calls, async n =>
    {
        var customer = Customer(2 * n + 1);
        await HandSelect.ByIdentifierAsync(store.Source, customer);
        await using var insert = store.Source.CreateCommand(Insert);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = EventKey.OfEvent(Tenants.Default, "urn:benchmark:decisions", $"{ground.Next()}") });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Receipt, NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Headers, NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DotNetTypeOfDecision });
        await insert.ExecuteNonQueryAsync();
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Customer(int n) => $"crm:{store.Pick(n)}";
}
