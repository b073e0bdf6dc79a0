using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JourneyStore.Cli.Serving;

/// <summary>
/// A web server that answers one question of its own before it listens. The first request pays for routes that are built and code that
/// is compiled when they are met; so the first is asked while the database is still being opened, and nobody waits for it.
/// </summary>
/// <param name="server">The server that listens.</param>
/// <param name="opening">Ends when it may.</param>
internal sealed class RehearsedServer(IServer server, Task opening) : IServer
{
    // A route that asks neither the database nor for a key.
    private const string Question = "/health/live";

    public IFeatureCollection Features => server.Features;

    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        await RehearseAsync(application);
        await opening.WaitAsync(cancellationToken);
        await server.StartAsync(application, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    private static async Task RehearseAsync<TContext>(IHttpApplication<TContext> application) where TContext : notnull
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = Question, Protocol = "HTTP/1.1", Scheme = "http" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = System.Net.IPAddress.Loopback });
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        }
        catch (Exception problem)
        {
            // Whoever asks in earnest will meet it too, and be told.
            application.DisposeContext(context, problem);
        }
    }
}
