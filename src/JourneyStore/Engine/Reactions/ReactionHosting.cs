using JasperFx;
using JourneyStore.Engine.Projections.Following;
using JourneyStore.Engine.Reactions.Parameters;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Configuration;
using Wolverine.Marten;
using Wolverine.Persistence.Durability;
using Wolverine.Runtime;

namespace JourneyStore.Engine.Reactions;

/// <summary>How reactions are put into a host: the one place where Wolverine's options are set.</summary>
public static class ReactionHosting
{
    /// <summary>
    /// Adds what tells the rooms' reactions of stored events. Expects a <see cref="JourneyEngine"/> and its <see cref="Inventory"/> among the
    /// services, Marten's store with
    /// <c>IntegrateWithWolverine</c>, and an engine that is started by a hosted service registered before this.
    /// </summary>
    /// <param name="services">The host's.</param>
    public static IServiceCollection AddReactions(this IServiceCollection services)
    {
        services.TryAddSingleton(new ReactionOptions());
        services.TryAddSingleton(provider => new ReactionSet(
            provider.GetRequiredService<Inventory>(), provider.GetServices<IReactionTypes>(), provider.GetRequiredService<ReactionOptions>()));
        services.AddSingleton<ReactionRuntime>();
        services.AddSingleton<IConfigureMarten, ReactionSubscriptions>();
        services.AddSingleton<IWolverineExtension, ReactionExtension>();
        services.AddHostedService<ReactionStart>();
        services.AddHostedService<ReactionFollower>();
        services.AddHostedService<PausedShards>();
        return services;
    }

    /// <summary>
    /// Has processes that share the work look after one another often: what a process was about that has died is taken over within some twelve
    /// seconds, instead of two minutes.
    /// </summary>
    /// <param name="options">Wolverine's; set before the application's own, which may say otherwise.</param>
    public static void NoticeTheDead(this WolverineOptions options)
    {
        var durability = options.Durability;
        durability.FirstHealthCheckExecution = TimeSpan.FromMilliseconds(200);
        durability.HealthCheckPollingTime = TimeSpan.FromSeconds(2);
        durability.StaleNodeTimeout = TimeSpan.FromSeconds(10);
        durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
    }

    /// <summary>The one place where Marten and Wolverine are put into a host, for those that have not got them yet.</summary>
    internal static void AddReacting(this IServiceCollection services, Action<WolverineOptions> wolverine)
    {
        if (services.All(service => service.ServiceType != typeof(IDocumentStore)))
            services.AddMarten(_ => { }).IntegrateWithWolverine(marten => marten.UseWolverineManagedEventSubscriptionDistribution = true);
        services.AddReactions();
        if (services.Any(service => service.ServiceType == typeof(IWolverineRuntime))) return;
        services.AddWolverine(options =>
        {
            options.ServiceName = "journeystore";
            options.AutoBuildMessageStorageOnStartup = AutoCreate.CreateOrUpdate;
            options.NoticeTheDead();
            wolverine(options);
        });
    }

    /// <summary>Has Marten's store run a subscription for each reaction that takes part in this process.</summary>
    private sealed class ReactionSubscriptions : IConfigureMarten
    {
        public void Configure(IServiceProvider services, StoreOptions options)
        {
            options.Projections.Wakeup = new AppendWakeup(services.GetRequiredService<JourneyEngine>);
            var set = services.GetRequiredService<ReactionSet>();
            foreach (var reaction in set.Active)
                options.Projections.Subscribe(
                    new ReactionSubscription(reaction, set.Options, set.Catalog, services.GetRequiredService<ReactionRuntime>));
        }
    }

    /// <summary>Has the engine know the reactions, and those begin that are new; before Wolverine starts any subscription.</summary>
    private sealed class ReactionStart(JourneyEngine engine, ReactionSet reactions) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => ReactionServer.BeginAsync(engine, reactions, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
