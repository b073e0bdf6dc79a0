using System.Net.Http.Headers;
using System.Text;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>Events over a real socket against the same number of events given to the same engine in process.</summary>
/// <param name="clients">Keep-alive connections.</param>
/// <param name="batch">Events a request.</param>
/// <param name="target">The ratio aimed at.</param>
internal sealed class HttpIngest(int clients, int batch, double target) : IComparison
{
    private Ground ground = null!;
    private IngestStore store = null!;
    private HttpFace face = null!;

    public string Name => $"HTTP, {clients} connections, {batch} a request";

    public string Unit => "events/s";

    public double Target => target;

    public bool MoreIsBetter => true;

    private int Requests => (ground.Quick ? 6_000 : 40_000) / batch;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await IngestStore.OfAsync(ground);
        face = await HttpFace.StartAsync(store.Engine, clients, _ => { });
    }

    public async Task<double> EngineAsync() => batch * await Load.RateAsync(ground.Time, clients, Requests, async _ =>
    {
        var events = Enumerable.Range(0, batch).Select(_ => EventText.Of(ground.Event()));
        var text = batch == 1 ? events.First() : $"[{string.Join(',', events)}]";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(batch == 1 ? "application/cloudevents+json" : "application/cloudevents-batch+json");
        using var answer = await face.Client.PostAsync("/v1/events", content);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    });

    public async Task<double> BaselineAsync() => batch * await Load.RateAsync(ground.Time, clients, Requests, _ =>
        store.Engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, batch).Select(_ => ground.Event())]), default));

    public ValueTask DisposeAsync() => face.DisposeAsync();
}
