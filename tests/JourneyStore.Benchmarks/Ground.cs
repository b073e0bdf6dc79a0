using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;
using JourneyStore.Postgres;
using JourneyStore.Postgres.Local;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>One server with full durability, a database for the engine and one for the baseline.</summary>
internal sealed class Ground : IAsyncDisposable
{
    public const int Customers = 20_000;

    private readonly TemporaryServer server;
    private readonly Dictionary<(int Customers, int Rounds), FilledStore> filled = [];
    private int next;

    private Ground(TemporaryServer server, bool quick) => (this.server, Quick) = (server, quick);

    /// <summary>True for a run that ends in three minutes.</summary>
    public bool Quick { get; }

    public TimeProvider Time => TimeProvider.System;

    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow().AddDays(-2);

    /// <summary>True for the ten million events of the growth scenarios, which take their time to write.</summary>
    public bool Huge { get; init; }

    public static async Task<Ground> OpenAsync(bool quick, bool huge, IReadOnlyDictionary<string, string> settings) =>
        new(await TemporaryServer.StartAsync(settings, CancellationToken.None), quick) { Huge = huge };

    /// <summary>The database that is there from the start.</summary>
    public string Maintenance => server.Server.ConnectionString;

    public async Task<(JourneyEngine Engine, string ConnectionString)> OpenEngineAsync(bool projections)
    {
        var connectionString = await server.CreateDatabaseAsync(CancellationToken.None);
        return (await OpenEngineAsync(connectionString, projections), connectionString);
    }

    public async Task<JourneyEngine> OpenEngineAsync(string connectionString, bool projections)
    {
        var engine = new JourneyEngine(
            PostgresStorage.Open(connectionString, Time, NullLoggerFactory.Instance), Inventory.Discover(),
            new EngineOptions { RunProjections = projections }, Time, new RandomIds(), NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>A database with the engine's own schema, for hand-written code.</summary>
    public async Task<(NpgsqlDataSource Source, string ConnectionString)> OpenBaselineAsync()
    {
        var (engine, connectionString) = await OpenEngineAsync(projections: false);
        await engine.DisposeAsync();
        return (Source(connectionString), connectionString);
    }

    /// <summary>A store of a size, made once and shared by the scenarios that ask for it.</summary>
    public async Task<FilledStore> FilledAsync(int customers, int rounds)
    {
        if (!filled.TryGetValue((customers, rounds), out var store)) filled.Add((customers, rounds), store = await FilledStore.MakeAsync(this, customers, rounds));
        return store;
    }

    /// <summary>A number never given before.</summary>
    public int Next() => Interlocked.Increment(ref next);

    /// <summary>An event of one customer, of any kind.</summary>
    public EventCandidate EventOf(Identifier customer) => Event() with { Customer = [customer], CaseId = $"T-{customer.Value}" };

    public static NpgsqlDataSource Source(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 50, AutoPrepareMinUsages = 1, NoResetOnClose = true, MaxPoolSize = 32,
        });

    /// <summary>
    /// The next event of the series: never twice the same. Round after round, every customer gets one event; four rounds are the life of
    /// a ticket, from opened to closed.
    /// </summary>
    public EventCandidate Event()
    {
        var n = Interlocked.Increment(ref next);
        var (round, customer) = (n / Customers, Customer(n));
        return new EventCandidate
        {
            Source = "urn:benchmark",
            Id = $"event-{n}",
            Type = (round % 4) switch { 0 => "ticket.opened", 1 => "ticket.assigned", 2 => "ticket.reassigned", _ => "ticket.closed" },
            OccurredAt = Began.AddMilliseconds(n),
            Customer = [new Identifier("crm", customer)],
            Process = "incident",
            CaseId = $"T{round / 4}-{customer}",
            Channel = "phone",
            Data = """{"group":"network","assignee":"agent-7","priority":"3","subject":"Printer on floor three is offline"}"""u8.ToArray(),
        };
    }

    /// <summary>Customers in an order that looks random and repeats after each has come once: 7,919 has no divisor in common with their number.</summary>
    public static string Customer(int n) => $"c{n % Customers * 7_919L % Customers}";

    public static AppendRequest Request(params IReadOnlyList<EventCandidate> events) => new(Tenants.Default, events);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in filled.Values) await store.Engine.DisposeAsync();
        await server.DisposeAsync();
    }
}
