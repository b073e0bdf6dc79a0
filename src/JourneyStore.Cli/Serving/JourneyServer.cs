using System.Net.Sockets;
using JourneyStore.Cli.Composition;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JourneyStore.Cli.Serving;

/// <summary>The HTTP face of an engine. Disposing of it lets requests under way end first.</summary>
internal sealed class JourneyServer : IAsyncDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<WebApplication> making;
    private readonly Task starting;

    private JourneyServer(Func<Task, WebApplication> make, CancellationToken stop)
    {
        making = Task.Run(() => make(opening.Task), CancellationToken.None);
        starting = StartAsync(stop);
    }

    /// <summary>The addresses listened on, with the ports that were given by the system; when it is open.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Makes ready all that needs no engine yet.</summary>
    public static WebApplicationBuilder Prepare(IReadOnlyList<string> urls, bool dev, Invocation run)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddConfiguration(run.Settings.All);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls([.. urls]);
        builder.Services.AddSingleton(run.Logs);
        builder.Services.AddSingleton<IHostLifetime, EndedByUs>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        builder.Services.AddJourneyHttp(new HttpOptions { Dev = dev });
        return builder;
    }

    /// <summary>Makes all ready but listens to nobody: the engine need not have started.</summary>
    public static JourneyServer Begin(JourneyEngine engine, WebApplicationBuilder builder, Invocation run) => new(
        opening =>
        {
            // An instance, because the container would dispose of what a factory made; the engine outlives the server.
            builder.Services.AddSingleton(engine);
            var listening = builder.Services.Last(service => service.ServiceType == typeof(IServer)).ImplementationType!;
            builder.Services.AddSingleton<IServer>(services =>
                new RehearsedServer((IServer)ActivatorUtilities.CreateInstance(services, listening), opening));
            var app = builder.Build();
            app.MapJourneyHttp();
            return app;
        },
        run.Stop);

    /// <summary>Starts listening.</summary>
    /// <exception cref="StoreException">Codes <c>address-in-use</c>, <c>address-refused</c>.</exception>
    public static async Task<JourneyServer> StartAsync(JourneyEngine engine, IReadOnlyList<string> urls, bool dev, Invocation run)
    {
        var server = Begin(engine, Prepare(urls, dev, run), run);
        try
        {
            await server.OpenAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts listening; the engine has started.</summary>
    /// <exception cref="StoreException">Codes <c>address-in-use</c>, <c>address-refused</c>.</exception>
    public async Task OpenAsync()
    {
        opening.TrySetResult();
        var app = await making;
        try
        {
            await starting;
        }
        catch (Exception problem)
        {
            throw Explain(problem, app.Configuration[WebHostDefaults.ServerUrlsKey]) ?? problem;
        }
        Addresses = [.. app.Urls];
    }

    public async ValueTask DisposeAsync()
    {
        // What was never opened is not to open any more.
        opening.TrySetCanceled();
        await Task.WhenAny(starting);
        if (!making.IsCompletedSuccessfully) return;
        await using var app = await making;
        // The host's own time-out bounds it.
        if (starting.IsCompletedSuccessfully) await app.StopAsync(CancellationToken.None);
    }

    private async Task StartAsync(CancellationToken stop) => await (await making).StartAsync(stop);

    private static StoreException? Explain(Exception problem, string? urls)
    {
        var listed = urls?.Replace(";", ", ", StringComparison.Ordinal);
        return problem switch
        {
            IOException { InnerException: AddressInUseException } => new StoreException(
                "address-in-use", $"Another program listens on {listed} already. Stop it, or choose another address with --urls http://127.0.0.1:PORT.", problem),
            SocketException { SocketErrorCode: SocketError.AccessDenied } => new StoreException(
                "address-refused", $"The system does not let us listen on {listed}. Ports below 1024 need rights; choose another with --urls.",
                problem),
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => new StoreException(
                "address-refused", $"This machine has no address {listed}. Choose another with --urls.", problem),
            _ => null,
        };
    }
}
