using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>The context of a random customer over HTTP, against a minimal-API route that selects the same rows by primary key.</summary>
internal sealed class ContextOverHttp : IComparison
{
    private const int Clients = 16;

    private Ground ground = null!;
    private FilledStore store = null!;
    private HttpFace face = null!;

    public string Name => $"context over HTTP, {Clients} clients, p99";

    public string Unit => "ms";

    public double Target => 1.3;

    public bool MoreIsBetter => false;

    private int Calls => ground.Quick ? 5_000 : 40_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        store = await ground.TypicalAsync();
        face = await HttpFace.StartAsync(store.Engine, Clients, app => app.MapGet("/hand/{id}", async (string id, HttpContext context) =>
        {
            var (profile, signals) = await HandSelect.ByIdAsync(store.Source, id);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(profile);
            await context.Response.Body.WriteAsync(signals);
        }));
    }

    public Task<double> EngineAsync() => RunAsync(customer => $"/v1/customers/id:{LogSeries.StreamOf(customer)}/context");

    public Task<double> BaselineAsync() => RunAsync(customer => $"/hand/{LogSeries.StreamOf(customer)}");

    public ValueTask DisposeAsync() => face.DisposeAsync();

    private async Task<double> RunAsync(Func<string, string> path) =>
        Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, async n =>
    {
        using var answer = await face.Client.GetAsync(path(store.Pick(n)));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }), 0.99);
}
