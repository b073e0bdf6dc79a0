using JourneyStore.Engine;
using JourneyStore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>The context of a random customer over HTTP, against a minimal-API route that selects the same rows by primary key.</summary>
internal sealed class ContextOverHttp : IComparison
{
    private const int Clients = 16;

    private Ground ground = null!;
    private JourneyEngine engine = null!;
    private NpgsqlDataSource source = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;
    private string[] customers = [];

    public string Name => $"context over HTTP, {Clients} clients, p99";

    public string Unit => "ms";

    public double Target => 1.3;

    public bool MoreIsBetter => false;

    private int Calls => ground.Quick ? 4_000 : 40_000;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        (engine, var connectionString) = await ground.OpenEngineAsync(projections: false);
        await Load.RateAsync(ground.Time, 32, 80, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, 500).Select(_ => ground.Event())]), default));
        source = Ground.Source(connectionString);
        customers = await SampleRows.CustomersAsync(source);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine);
        builder.Services.AddJourneyHttp(new HttpOptions { Dev = true });
        app = builder.Build();
        app.MapJourneyHttp();
        app.MapGet("/hand/{id}", async (string id, HttpContext context) =>
        {
            await using var command = source.CreateCommand(
                "select p.data, s.data from mt_doc_profile p join mt_doc_signals s on s.tenant_id = p.tenant_id and s.id = p.id where p.tenant_id = '*DEFAULT*' and p.id = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(reader.GetFieldValue<byte[]>(0));
            await context.Response.Body.WriteAsync(reader.GetFieldValue<byte[]>(1));
        });
        await app.StartAsync();
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public Task<double> EngineAsync() => RunAsync(id => $"/v1/customers/id:{id}/context");

    public Task<double> BaselineAsync() => RunAsync(id => $"/hand/{id}");

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await engine.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<double> RunAsync(Func<string, string> path) => Statistics.Percentile(await Load.LatenciesAsync(ground.Time, Clients, Calls, async n =>
    {
        using var answer = await http.GetAsync(path(customers[(uint)(n * 2654435761L) % customers.Length]));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }), 0.99);
}
