using JourneyStore.Engine;
using JourneyStore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Benchmarks;

/// <summary>An engine's HTTP API on a real socket of this process, and a client with keep-alive connections.</summary>
internal sealed class HttpFace : IAsyncDisposable
{
    private readonly WebApplication app;

    private HttpFace(WebApplication app, HttpClient client) => (this.app, Client) = (app, client);

    public HttpClient Client { get; }

    /// <param name="engine">What is served.</param>
    /// <param name="connections">Connections that the client keeps.</param>
    /// <param name="byHand">Adds routes to compare with, on the same server.</param>
    public static async Task<HttpFace> StartAsync(JourneyEngine engine, int connections, Action<WebApplication> byHand)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine);
        builder.Services.AddJourneyHttp(new HttpOptions { Dev = true });
        var app = builder.Build();
        app.MapJourneyHttp();
        byHand(app);
        await app.StartAsync();
        return new HttpFace(app,
            new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = new Uri(app.Urls.First()) });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
