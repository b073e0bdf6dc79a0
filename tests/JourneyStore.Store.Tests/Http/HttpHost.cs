using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Storage;
using JourneyStore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JourneyStore.Tests.Http;

/// <summary>The HTTP face on a real socket, over a scripted storage.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private HttpHost(WebApplication app, ScriptedStorage script, HttpClient client) => (this.app, Script, Client) = (app, script, client);

    public ScriptedStorage Script { get; }

    public HttpClient Client { get; }

    public static async Task<HttpHost> StartAsync(bool dev = true, IntakeOptions? intake = null, HttpOptions? options = null)
    {
        var (storage, script) = ScriptedStorage.Make();
        var engine = new JourneyEngine(
            storage, Inventory.Discover(), new EngineOptions { Intake = intake ?? new() }, TimeProvider.System, new RandomIds(), NullLoggerFactory.Instance);
        return await StartAsync(engine, script, (options ?? new HttpOptions()) with { Dev = dev });
    }

    /// <summary>On an engine of the test's own.</summary>
    public static Task<HttpHost> StartAsync(JourneyEngine engine) => StartAsync(engine, ScriptedStorage.Make().Script, new HttpOptions { Dev = true });

    private static async Task<HttpHost> StartAsync(JourneyEngine engine, ScriptedStorage script, HttpOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine);
        builder.Services.AddJourneyHttp(options);
        var app = builder.Build();
        app.MapJourneyHttp();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new HttpHost(app, script, new HttpClient { BaseAddress = new Uri(address) });
    }

    /// <summary>Lets one secret in.</summary>
    public void LetIn(Scopes scopes)
    {
        Script.Answer<ApiKey?>(nameof(Database.FindKeyAsync), _ => new ApiKey("1", "the test", Tenants.Default, scopes, default, null));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "js_1_secret");
    }

    public Task<HttpResponseMessage> PostAsync(string path, string contentType, string body) => PostAsync(path, contentType, Encoding.UTF8.GetBytes(body));

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
