using JasperFx.CodeGeneration;
using JourneyStore.Engine;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Following;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Storage.Schema;
using JourneyStore.Reactions;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Testing;
using JourneyStore.TestRooms;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Marten;

namespace JourneyStore.Store.Tests.Reactions;

/// <summary>A process that serves a store with its reactions, as an application hosts it.</summary>
public sealed class ReactionHost : IAsyncDisposable
{
    private static int enginesMade;
    private readonly IHost host;

    private ReactionHost(IHost host) => this.host = host;

    public JourneyEngine Engine => host.Services.GetRequiredService<JourneyEngine>();

    public IServiceProvider Services => host.Services;

    public static async Task<ReactionHost> StartAsync(
        StoreHarness store, Outside outside, ReactionOptions? options = null,
        Action<IServiceCollection>? services = null, Action<WolverineOptions>? wolverine = null, Func<IServiceProvider, Task>? beforeWolverine = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "reactions" });
        var inventory = Inventory.Discover(typeof(OutsideHandler).Assembly);
        var database = store.OpenDatabase();
        builder.Services.AddSingleton<TimeProvider>(store.Time);
        builder.Services.AddSingleton(outside);
        builder.Services.AddSingleton(inventory);
        builder.Services.AddSingleton(options ?? new ReactionOptions());
        builder.Services.AddWebhook(new WebhookOptions());
        builder.Services.AddSingleton<Known>();
        services?.Invoke(builder.Services);
        var views = new ViewSet(inventory, new EventReader(inventory.Catalog), new OrderOptions());
        builder.Services.AddMarten(provider =>
        {
            var marten = new StoreOptions();
            marten.Connection(database.Documents);
            MartenSetup.Configure(marten, inventory.Catalog, views);
            ViewDaemon.Configure(marten, views, provider.GetRequiredService<JourneyEngine>);
            return marten;
        }).IntegrateWithWolverine(marten => marten.UseWolverineManagedEventSubscriptionDistribution = true);
        builder.Services.AddSingleton(provider => new JourneyEngine(
            database, inventory, new EngineOptions { Identity = StoreHarness.Numbered }, store.Time,
            new SeededIds(1_000 + Interlocked.Increment(ref enginesMade)), provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IDocumentStore>()));
        builder.Services.AddHostedService<EngineService>();
        builder.Services.AddReactions();
        if (beforeWolverine is not null) builder.Services.AddSingleton<IHostedService>(provider => new Gate(provider, beforeWolverine));
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(OutsideHandler).Assembly;
            options.Durability.Mode = DurabilityMode.Solo;
            options.NoticeTheDead();
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
            wolverine?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new ReactionHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private sealed class Gate(IServiceProvider services, Func<IServiceProvider, Task> passing) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => passing(services);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class EngineService(JourneyEngine engine) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
