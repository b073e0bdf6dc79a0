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
    private int next;

    private Ground(TemporaryServer server, bool quick) => (this.server, Quick) = (server, quick);

    /// <summary>True for a run that ends in three minutes.</summary>
    public bool Quick { get; }

    public TimeProvider Time => TimeProvider.System;

    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow().AddDays(-2);

    public static async Task<Ground> OpenAsync(bool quick, IReadOnlyDictionary<string, string> settings) =>
        new(await TemporaryServer.StartAsync(settings, CancellationToken.None), quick);

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
    public async Task<NpgsqlDataSource> OpenBaselineAsync()
    {
        var (engine, connectionString) = await OpenEngineAsync(projections: false);
        await engine.DisposeAsync();
        return Source(connectionString);
    }

    public static NpgsqlDataSource Source(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 50, AutoPrepareMinUsages = 1, NoResetOnClose = true, MaxPoolSize = 32,
        });

    /// <summary>The next event of the series: never twice the same, customers evenly spread.</summary>
    public EventCandidate Event()
    {
        var n = Interlocked.Increment(ref next);
        return new EventCandidate
        {
            Source = "urn:benchmark",
            Id = $"event-{n}",
            Type = (n % 4) switch { 0 => "ticket.opened", 1 => "ticket.assigned", 2 => "ticket.reassigned", _ => "ticket.resolved" },
            OccurredAt = Began.AddMilliseconds(n),
            Customer = [new Identifier("crm", Customer(n))],
            Process = "incident",
            CaseId = $"T{n / 4}",
            Channel = "phone",
            Data = """{"group":"network","assignee":"agent-7","priority":"3","subject":"Printer on floor three is offline"}"""u8.ToArray(),
        };
    }

    public static string Customer(int n) => $"c{(uint)(n * 2654435761L) % Customers}";

    public static AppendRequest Request(params IReadOnlyList<EventCandidate> events) => new(Tenants.Default, events);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
