using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>Whoever takes traces and metrics (OTLP over HTTP, protobuf), over a real socket.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<string, StringBuilder> taken = [];

    private Collector(WebApplication app) => this.app = app;

    /// <summary>Where to send to.</summary>
    public string Url => app.Urls.Single();

    /// <summary>Listens on a free port of this machine.</summary>
    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.Run(collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>All that came to an address such as <c>/v1/traces</c>. Names stand in a message as they are.</summary>
    public string Taken(string path)
    {
        lock (taken) return taken.TryGetValue(path, out var messages) ? messages.ToString() : "";
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        lock (taken)
        {
            var path = http.Request.Path.Value!;
            if (!taken.TryGetValue(path, out var messages)) taken.Add(path, messages = new StringBuilder());
            messages.Append(Encoding.Latin1.GetString(body.ToArray()));
        }
        http.Response.ContentType = "application/x-protobuf";
    }
}
