using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Storage;
using JourneyStore.Http;
using JourneyStore.Store.Tests.Faults.Cuts;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JourneyStore.Store.Tests.Http;

/// <summary>The HTTP face on a real socket, over an engine on a real database.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly StoreHarness harness;
    private readonly CuttingProxy proxy;

    private HttpHost(WebApplication app, StoreHarness harness, CuttingProxy proxy, JourneyEngine engine, HttpClient client) =>
        (this.app, this.harness, this.proxy, Engine, Client) = (app, harness, proxy, engine, client);

    public JourneyEngine Engine { get; }

    public HttpClient Client { get; }

    /// <param name="dev">No keys asked.</param>
    /// <param name="intake">Limits of the intake.</param>
    /// <param name="options">Limits of HTTP.</param>
    /// <param name="rooms">What the rooms hold.</param>
    /// <param name="started">False: the engine is not started, so nobody takes a request out of the queue.</param>
    public static async Task<HttpHost> StartAsync(bool dev = true, IntakeOptions? intake = null, HttpOptions? options = null, Inventory? rooms = null,
        bool started = true)
    {
        var harness = new StoreHarness();
        await harness.OpenAsync();
        var proxy = CuttingProxy.To(harness.ConnectionString);
        var engine = new JourneyEngine(
            Database.Open(proxy.ConnectionString, harness.Time, NullLoggerFactory.Instance), rooms
                ?? StoreHarness.Rooms, new EngineOptions { Intake = intake ?? new() },
            harness.Time, new SeededIds(7), NullLoggerFactory.Instance);
        if (started) await engine.StartAsync(CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine);
        builder.Services.AddJourneyHttp((options ?? new HttpOptions()) with { Dev = dev });
        var app = builder.Build();
        app.MapJourneyHttp();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new HttpHost(app, harness, proxy, engine, new HttpClient { BaseAddress = new Uri(address) });
    }

    /// <summary>Shows a key with these scopes from now on; its id.</summary>
    public async Task<string> LetInAsync(Scopes scopes)
    {
        var created = await Engine.Keys.CreateAsync("the test", scopes == Scopes.None ? Scopes.Read : scopes, Tenants.Default, CancellationToken.None);
        if (scopes == Scopes.None) await ExecuteAsync("update js_api_keys set scopes = 0");
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.Secret);
        return created.Key.Id;
    }

    /// <summary>The database is out of reach from now on.</summary>
    public ValueTask LoseDatabaseAsync() => proxy.DisposeAsync();

    /// <summary>Does something to the database past the engine.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await harness.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string path, string contentType, string body) =>
        PostAsync(path, contentType, Encoding.UTF8.GetBytes(body));

    public Task<HttpResponseMessage> PostAsync(string path, string contentType, byte[] body, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        return Client.PostAsync(path, content);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await Engine.DisposeAsync();
        await proxy.DisposeAsync();
        await harness.DisposeAsync();
    }
}

internal static class Responses
{
    public static async Task<JsonElement> Json(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Sees that a response is a problem of this status and code.</summary>
    public static async Task<JsonElement> ShouldBeProblem(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Json();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }
}
