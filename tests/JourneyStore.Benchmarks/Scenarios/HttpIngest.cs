using System.Net.Http.Headers;
using System.Text;
using JourneyStore.Engine;
using JourneyStore.Events;
using JourneyStore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Events over a real socket against the same number of events given to the engine in process.</summary>
/// <param name="clients">Keep-alive connections.</param>
/// <param name="batch">Events a request.</param>
/// <param name="target">The ratio aimed at.</param>
internal sealed class HttpIngest(int clients, int batch, double target) : IComparison
{
    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;

    public string Name => $"HTTP, {clients} connections, {batch} a request";

    public string Unit => "events/s";

    public double Target => target;

    public bool MoreIsBetter => true;

    private int Requests => (ground.Quick ? 10_000 : 40_000) / batch;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, _) = await ground.OpenEngineAsync(projections: false);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine);
        builder.Services.AddJourneyHttp(new HttpOptions { Dev = true });
        app = builder.Build();
        app.MapJourneyHttp();
        await app.StartAsync();
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = new Uri(app.Urls.First()) };
        await EngineAsync();
        await BaselineAsync();
    }

    public async Task<double> EngineAsync() => batch * await Load.RateAsync(ground.Time, clients, Requests, async request =>
    {
        var text = new StringBuilder();
        var events = Enumerable.Range(0, batch).Select(_ => Json(ground.Event()));
        if (batch == 1) text.Append(events.First());
        else text.Append('[').AppendJoin(',', events).Append(']');
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text.ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue(batch == 1 ? "application/cloudevents+json" : "application/cloudevents-batch+json");
        using var answer = await http.PostAsync("/v1/events", content);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    });

    public async Task<double> BaselineAsync() => batch * await Load.RateAsync(ground.Time, clients, Requests, _ =>
        engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, batch).Select(_ => ground.Event())]), default));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await engine.DisposeAsync();
    }

    private static string Json(EventCandidate e) =>
        $$"""{"specversion":"1.0","id":"{{e.Id}}","source":"{{e.Source}}","type":"{{e.Type}}","time":"{{e.OccurredAt:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","customer":"{{e.Customer[0]}}","process":"incident","caseid":"{{e.CaseId}}","channel":"phone","data":{{Encoding.UTF8.GetString(e.Data.Span)}}}""";
}
