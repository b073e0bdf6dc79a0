using System.Net.Sockets;
using JourneyStore.Cli.Composition;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JourneyStore.Cli.Serving;

/// <summary>The HTTP face of an engine, listening. Disposing of it lets requests under way end first.</summary>
internal sealed class JourneyServer : IAsyncDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;

    private JourneyServer(WebApplication app) => _app = app;

    /// <summary>The addresses listened on, with the ports that were given by the system.</summary>
    public IReadOnlyList<string> Addresses => [.. _app.Urls];

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

    /// <summary>Starts listening.</summary>
    /// <exception cref="StoreException">Codes <c>address-in-use</c>, <c>address-refused</c>.</exception>
    public static Task<JourneyServer> StartAsync(JourneyEngine engine, IReadOnlyList<string> urls, bool dev, Invocation run) =>
        StartAsync(engine, Prepare(urls, dev, run), run);

    /// <summary>Starts listening with what was made ready.</summary>
    /// <exception cref="StoreException">Codes <c>address-in-use</c>, <c>address-refused</c>.</exception>
    public static async Task<JourneyServer> StartAsync(JourneyEngine engine, WebApplicationBuilder builder, Invocation run)
    {
        // An instance, because the container would dispose of what a factory made; the engine outlives the server.
        builder.Services.AddSingleton(engine);
        var app = builder.Build();
        app.MapJourneyHttp();
        try
        {
            await app.StartAsync(run.Stop);
            return new JourneyServer(app);
        }
        catch (Exception problem)
        {
            await app.DisposeAsync();
            throw Explain(problem, builder) ?? problem;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The host's own time-out bounds it.
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static StoreException? Explain(Exception problem, WebApplicationBuilder builder)
    {
        var listed = builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)?.Replace(";", ", ", StringComparison.Ordinal);
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
