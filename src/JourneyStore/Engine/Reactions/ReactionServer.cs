using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;

namespace JourneyStore.Engine.Reactions;

/// <summary>Tells the reactions of an engine that has started, in a process that is no application with a host of its own.</summary>
public sealed class ReactionServer : IAsyncDisposable
{
    private readonly IHost host;

    private ReactionServer(IHost host) => this.host = host;

    /// <summary>
    /// Has the engine know the reactions of this process, and those begin that are new to the store: from then on they are told of what is stored, as
    /// soon as they are served. The engine has started; who takes events does this before.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="reactions">Its reactions.</param>
    /// <param name="ct">Ends it.</param>
    public static Task BeginAsync(JourneyEngine engine, ReactionSet reactions, CancellationToken ct)
    {
        engine.Reactions = reactions;
        return engine.Storage.BeginReactionsAsync([.. reactions.Active.Select(reaction => reaction.Name)], engine.Time.GetUtcNow(), ct);
    }

    /// <summary>Starts Marten's subscriptions and Wolverine.</summary>
    /// <param name="engine">The engine; it outlives this.</param>
    /// <param name="reactions">Its reactions.</param>
    /// <param name="services">What the handlers need, and what is the host's own, its logging among it.</param>
    /// <param name="wolverine">Wolverine's options: at least the assembly whose generated code is used, or in which it is generated.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<ReactionServer> StartAsync(
        JourneyEngine engine, ReactionSet reactions, Action<IServiceCollection> services, Action<WolverineOptions> wolverine, CancellationToken ct)
    {
        var host = Build(engine, reactions, services, wolverine);
        try
        {
            await host.StartAsync(ct);
            return new ReactionServer(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Ends what is under way, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else host.Dispose();
    }

    /// <summary>The host, not started: Marten's store and Wolverine as the engine has them, for who works on them otherwise.</summary>
    /// <param name="engine">The engine; it outlives the host, and need not have started.</param>
    /// <param name="reactions">Its reactions.</param>
    /// <param name="services">What the handlers need, and what is the host's own.</param>
    /// <param name="wolverine">Wolverine's options.</param>
    public static IHost Build(
        JourneyEngine engine, ReactionSet reactions, Action<IServiceCollection> services, Action<WolverineOptions> wolverine)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "journeystore" });
        // Instances, because the container would dispose of what a factory made.
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(engine.Inventory);
        builder.Services.AddSingleton(engine.Time);
        builder.Services.AddSingleton(reactions);
        services(builder.Services);
        builder.Services.AddSingleton<IConfigureMarten>(new EngineTables(engine));
        builder.Services.AddReacting(wolverine);
        return builder.Build();
    }

    private sealed class EngineTables(JourneyEngine engine) : IConfigureMarten
    {
        public void Configure(IServiceProvider services, StoreOptions options) => engine.ConfigureDocuments(options, follow: false);
    }
}
