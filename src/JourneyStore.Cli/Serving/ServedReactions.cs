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
    private readonly Invocation _run;
    private readonly JourneyEngine _engine;
    private readonly Webhook _webhook;
    private readonly ReactionSet _set;
    private ReactionServer? _server;

    private ServedReactions(JourneyEngine engine, Invocation run)
    {
        (_engine, _run) = (engine, run);
        _webhook = new Webhook(run.Settings.Webhook, run.Time);
        _set = new ReactionSet(engine.Inventory, [_webhook], new ReactionOptions());
    }

    /// <summary>From now on they are to be told of what is stored. The engine has started; nobody is let in yet.</summary>
    public static async Task<ServedReactions> BeginAsync(JourneyEngine engine, Invocation run)
    {
        var reactions = new ServedReactions(engine, run);
        await ReactionServer.BeginAsync(engine, reactions._set, run.Stop);
        return reactions;
    }

    /// <summary>Tells them. Where none takes part, Wolverine need not be started.</summary>
    public async Task StartAsync()
    {
        if (_set.Active.Count == 0) return;
        _server = await ReactionServer.StartAsync(
            _engine,
            _set,
            services =>
            {
                services.AddSingleton(_run.Logs);
                services.AddSingleton<IHostLifetime, EndedByUs>();
                services.AddSingleton(_webhook);
            },
            Configure,
            _run.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>Wolverine's options in this executable.</summary>
    public static void Configure(WolverineOptions options)
    {
        options.ApplicationAssembly = typeof(ServedReactions).Assembly;
        // Generated beforehand and committed (Internal/Generated); a test says when it is not current.
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
    }
}
