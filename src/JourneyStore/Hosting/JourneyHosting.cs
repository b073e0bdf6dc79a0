using JasperFx;
using JourneyStore.Engine;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Following;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using JourneyStore.Reactions;
using Marten;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Hosting;

/// <summary>Puts a store into an application: engine, Marten's store, Wolverine's handlers, and logs that leave the application's own
/// readable.</summary>
public static class JourneyHosting
{
    /// <summary>
    /// Adds a store. It starts with the host, before anything else of it, and ends after everything else. Alone it sets up Marten and Wolverine by
    /// itself; beside
    /// <c>AddMarten(…).IntegrateWithWolverine(…)</c> and <c>UseWolverine</c> it takes what is there, so it is called after those, and adds its
    /// tables, its event types and
    /// its handlers. The store's database is Marten's then, for the application's documents too. The host is disposed of asynchronously.
    /// </summary>
    /// <param name="services">The application's.</param>
    /// <param name="configure">Says where the rooms are, and the database.</param>
    /// <exception cref="InvalidOperationException">There is a store already, two things of the rooms share a name, or nobody runs the daemon of the
    /// application's Marten.</exception>
    public static IServiceCollection AddJourneyStore(this IServiceCollection services, Action<JourneyOptions>? configure = null)
    {
        if (services.Any(service => service.ServiceType == typeof(JourneyOptions)))
            throw new InvalidOperationException("One AddJourneyStore was expected, and this is the second; name all assemblies in one.");
        CheckDaemon(services);
        var options = new JourneyOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddSingleton(Inventory.Discover([.. options.Assemblies]));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, RandomIds>();
        services.AddSingleton(options.Reactions);
        services.AddWebhook(options.Webhook);
        services.AddQuietLogs();
        services.AddSingleton<HostedParts>();
        services.AddSingleton<IConfigureMarten, HostedTables>();
        services.AddSingleton(provider => new JourneyEngine(
            provider.GetRequiredService<HostedParts>().Database, provider.GetRequiredService<Inventory>(),
            options.Running(provider.GetService<IConfiguration>()), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<IDocumentStore>()));
        services.AddSingleton<IJourneyIntake, JourneyIntake>();
        services.AddSingleton<ICustomerContexts, CustomerContexts>();
        services.AddReacting(wolverine =>
        {
            if (options.Assemblies.Count > 0) wolverine.ApplicationAssembly = options.Assemblies[0];
        });
        // Before Wolverine and whatever else of the application asks the store for something.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, HostedEngine>());
        return services;
    }

    /// <summary>As <see cref="AddJourneyStore(IServiceCollection, Action{JourneyOptions})"/>.</summary>
    /// <param name="builder">The application's.</param>
    /// <param name="configure">Says where the rooms are, and the database.</param>
    public static IHostApplicationBuilder AddJourneyStore(this IHostApplicationBuilder builder, Action<JourneyOptions>? configure = null)
    {
        builder.Services.AddJourneyStore(configure);
        return builder;
    }

    /// <summary>An application's own Marten may have been added without anybody who runs its daemon: async views and reactions would stand still, in
    /// silence.</summary>
    private static void CheckDaemon(IServiceCollection services)
    {
        var (marten, daemon) = (typeof(IDocumentStore), typeof(IProjectionCoordinator));
        if (services.All(service => service.ServiceType != marten) || services.Any(service => service.ServiceType == daemon)) return;
        throw new InvalidOperationException(
            "Somebody to run Marten's async projections and subscriptions was expected, and the application's Marten has nobody. Add it by "
            + "AddMarten(…).IntegrateWithWolverine(m => m.UseWolverineManagedEventSubscriptionDistribution = true), or with AddAsyncDaemon(DaemonMode.HotCold).");
    }

    /// <summary>What the engine and Marten's store have in common.</summary>
    private sealed class HostedParts(JourneyOptions options, Inventory inventory, TimeProvider time, ILoggerFactory logs, IServiceProvider services)
    {
        public Database Database { get; } = Database.Open(options.Reached(services.GetService<IConfiguration>()), time, logs);

        public ViewSet Views { get; } = new(inventory, new EventReader(inventory.Catalog), options.Engine.Order);
    }

    /// <summary>Tells the application's Marten of what the store keeps.</summary>
    private sealed class HostedTables : IConfigureMarten
    {
        public void Configure(IServiceProvider services, StoreOptions options)
        {
            var parts = services.GetRequiredService<HostedParts>();
            options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            MartenSetup.Configure(options, services.GetRequiredService<Inventory>()
                .Catalog, parts.Views, services.GetRequiredService<JourneyOptions>().Engine.Tags);
            options.Connection(parts.Database.Documents);
            ViewDaemon.Configure(options, parts.Views, services.GetRequiredService<JourneyEngine>);
            services.GetRequiredService<JourneyOptions>().Engine.Marten?.Invoke(options);
        }
    }

    /// <summary>Starts the engine, and has it know its reactions, before Wolverine starts.</summary>
    private sealed class HostedEngine(JourneyEngine engine, ReactionSet reactions) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await engine.StartAsync(cancellationToken);
            await ReactionServer.BeginAsync(engine, reactions, cancellationToken);
        }

        public async Task StopAsync(CancellationToken cancellationToken) => await engine.DisposeAsync();
    }
}
