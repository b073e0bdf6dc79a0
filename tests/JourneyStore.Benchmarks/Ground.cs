using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;
using JourneyStore.Engine.Storage;
using JourneyStore.Embedded;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>One server with full durability, a database for the engine and one for the baseline.</summary>
internal sealed class Ground : IAsyncDisposable
{
    public const int Customers = 20_000;

    private readonly TemporaryServer server;
    private readonly Options options;
    private readonly Dictionary<object, IAsyncDisposable> shared = [];
    private int next;

    private Ground(TemporaryServer server, Options options) => (this.server, this.options) = (server, options);

    /// <summary>True for a run that ends in three minutes.</summary>
    public bool Quick => options.Quick;

    /// <summary>Pairs that the run was asked for; null: as many as each scenario wants.</summary>
    public int? Pairs => options.Pairs;

    /// <summary>The <c>journey</c> to run; null: the one built with this program.</summary>
    public string? Executable => options.Executable;

    public TimeProvider Time => TimeProvider.System;

    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow().AddDays(-2);

    /// <summary>Events of each customer in the logs that are caught up on and rebuilt.</summary>
    public int LogRounds => Quick ? 2 : Sized(50);

    /// <summary>How long the events of <see cref="Scenarios.Visible"/> come.</summary>
    public int VisibleSeconds => Quick ? 2 : 10;

    /// <summary>
    /// Events of each customer in the stores of the growth scenarios that differ in customers. Not as many as in <see cref="TypicalAsync"/>: decisions are made on
    /// that store, and after them the events that are appended here would be late.
    /// </summary>
    public int GrowthRounds => Quick ? 12 : 50;

    /// <summary>Customers of the larger one.</summary>
    public int ManyCustomers => options.Huge ? Sized(200_000) : Quick ? 10_000 : Sized(40_000);

    /// <summary>Customers of the smaller one.</summary>
    public int FewCustomers => Quick ? 1_000 : 2_000;

    public static async Task<Ground> OpenAsync(Options options)
    {
        // As much as 'serve' takes on a machine of two gigabytes and more; what tests take would be full at once.
        var settings = new Dictionary<string, string>(options.Profile ? ServerTime.Settings : []) { ["shared_buffers"] = "512MB" };
        return new Ground(await TemporaryServer.StartAsync(settings, CancellationToken.None), options);
    }

    /// <summary>A size as this run was asked to have it.</summary>
    public int Sized(int size) => Math.Max(1, (int)(size * options.Scale));

    /// <summary>The database that is there from the start.</summary>
    public string Maintenance => server.Server.ConnectionString;

    /// <summary>An empty database.</summary>
    public Task<string> EmptyAsync() => server.CreateDatabaseAsync(CancellationToken.None);

    public async Task<(JourneyEngine Engine, string ConnectionString)> OpenEngineAsync(bool projections, Action<StoreOptions>? marten = null)
    {
        var connectionString = await EmptyAsync();
        return (await OpenEngineAsync(connectionString, projections, marten), connectionString);
    }

    public async Task<JourneyEngine> OpenEngineAsync(string connectionString, bool projections, Action<StoreOptions>? marten = null)
    {
        var engine = new JourneyEngine(
            Database.Open(connectionString, Time, NullLoggerFactory.Instance), Inventory.Discover(),
            new EngineOptions { RunProjections = projections, Marten = marten }, Time, new RandomIds(), NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>A database with the engine's own schema, for hand-written code.</summary>
    public async Task<(NpgsqlDataSource Source, string ConnectionString)> OpenBaselineAsync(Action<StoreOptions>? marten = null)
    {
        var (engine, connectionString) = await OpenEngineAsync(projections: false, marten);
        await engine.DisposeAsync();
        return (Source(connectionString), connectionString);
    }

    /// <summary>Drops a database that is not needed any more, so that the server does not write back what nobody reads.</summary>
    public Task DropAsync(string connectionString) => server.DropDatabaseAsync(connectionString, CancellationToken.None);

    /// <summary>What several scenarios need, made at the first call and kept until the end of the run.</summary>
    public async Task<T> SharedAsync<T>(object key, Func<Task<T>> make) where T : class, IAsyncDisposable
    {
        if (!shared.TryGetValue(key, out var made)) shared.Add(key, made = await make());
        return (T)made;
    }

    /// <summary>A store of a size, shared by the scenarios that ask for it.</summary>
    public Task<FilledStore> FilledAsync(int customers, int rounds) =>
        SharedAsync((customers, rounds), () => FilledStore.MakeAsync(this, customers, rounds));

    /// <summary>The store that is read from: customers with a handful of events.</summary>
    public Task<FilledStore> TypicalAsync() => Quick ? FilledAsync(10_000, 10) : FilledAsync(Customers, 5);

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
            Source = LogSeries.Source,
            Id = $"event-{n}",
            Type = (round % 4) switch { 0 => "ticket.opened", 1 => "ticket.assigned", 2 => "ticket.reassigned", _ => "ticket.closed" },
            OccurredAt = Began.AddMilliseconds(n),
            Customer = [new Identifier("crm", customer)],
            Process = "incident",
            CaseId = $"T{round / 4}-{customer}",
            Channel = "phone",
            Data = LogSeries.Data,
        };
    }

    /// <summary>Customers in an order that looks random and repeats after each has come once.</summary>
    public static string Customer(int n) => $"c{n % Customers * 7_919L % Customers}";

    public static AppendRequest Request(params IReadOnlyList<EventCandidate> events) => new(Tenants.Default, events);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in shared.Values) await one.DisposeAsync();
        await server.DisposeAsync();
    }
}
