using JasperFx.CodeGeneration;
using JourneyStore.Cli.Composition;
using JourneyStore.Engine;
using JourneyStore.Engine.Reactions;
using JourneyStore.Reactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;

namespace JourneyStore.Cli.Serving;

/// <summary>The reactions of a server: of the library's own, the webhook, where its address is set.</summary>
internal sealed class ServedReactions : IAsyncDisposable
{
    private readonly Invocation run;
    private readonly JourneyEngine engine;
    private readonly Webhook webhook;
    private readonly ReactionSet set;
    private ReactionServer? server;

    private ServedReactions(JourneyEngine engine, Invocation run)
    {
        (this.engine, this.run) = (engine, run);
        webhook = new Webhook(run.Settings.Webhook, run.Time);
        set = new ReactionSet(engine.Inventory, [webhook], new ReactionOptions());
    }

    /// <summary>From now on they are to be told of what is stored. The engine has started; nobody is let in yet.</summary>
    public static async Task<ServedReactions> BeginAsync(JourneyEngine engine, Invocation run)
    {
        var reactions = new ServedReactions(engine, run);
        await ReactionServer.BeginAsync(engine, reactions.set, run.Stop);
        return reactions;
    }

    /// <summary>Tells them. Where none takes part, Wolverine need not be started.</summary>
    public async Task StartAsync()
    {
        if (set.Active.Count == 0) return;
        server = await ReactionServer.StartAsync(
            engine,
            set,
            services =>
            {
                services.AddSingleton(run.Logs);
                services.AddSingleton<IHostLifetime, EndedByUs>();
                services.AddSingleton(webhook);
            },
            Configure,
            run.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    /// <summary>Wolverine's options in this executable.</summary>
    public static void Configure(WolverineOptions options)
    {
        options.ApplicationAssembly = typeof(ServedReactions).Assembly;
        // Generated beforehand and committed (Internal/Generated); a test says when it is not current.
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
    }
}
