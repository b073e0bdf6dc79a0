using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;
using JourneyStore.Http;
using JourneyStore.Http.Problems;
using JourneyStore.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Tests.Http;

/// <summary>The reading of events on a real socket, up to the door of the intake: what would go in is remembered, and nothing is stored.</summary>
internal sealed class ProtocolHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Uri address;

    private ProtocolHost(WebApplication app, Uri address) =>
        (this.app, this.address, Client) = (app, address, new HttpClient { BaseAddress = address });

    public HttpClient Client { get; }

    /// <summary>The events that would have gone to the intake.</summary>
    public List<EventCandidate> Taken { get; } = [];

    public static async Task<ProtocolHost> StartAsync(Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddJourneyHttp(new HttpOptions { Dev = true });
        more?.Invoke(builder);
        var app = builder.Build();
        ProtocolHost? host = null;
        app.UseMiddleware<ProblemBoundary>();
        app.MapPost("/v1/events", async (HttpContext http) =>
        {
            var request = await EventRequest.ReadAsync(http.Request, 5 * 1024 * 1024, new IntakeOptions(), http.RequestAborted);
            if (request.Problem is { } problem) return (IResult)problem;
            host!.Taken.AddRange(request.Events.Where(read => read.Candidate is not null).Select(read => read.Candidate!));
            return Results.Json(request.Events.Select(read => new { read.Id, read.Code, read.Reason }));
        });
        await app.StartAsync();
        host = new ProtocolHost(app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        return host;
    }

    /// <summary>Posts an event whose attributes stand in headers.</summary>
    public Task<HttpResponseMessage> PostBinaryAsync(byte[] body, string contentType = "application/json", string? encoding = null)
    {
        var request = Request(body, contentType, encoding);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("specversion", "1.0"), ("id", "1"), ("source", "/test"), ("type", "note.added")])
            request.Headers.Add($"ce-{name}", value);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(byte[] body, string contentType, string? encoding = null) =>
        Client.SendAsync(Request(body, contentType, encoding));

    /// <summary>Sends bytes as they are and answers with all that comes back until the server ends the connection.</summary>
    public async Task<string> SendRawAsync(params ReadOnlyMemory<byte>[] pieces)
    {
        using var client = await SentAsync(pieces);
        return await HeardAsync(client.GetStream());
    }

    /// <summary>Sends bytes as they are and says that no more come; the server takes that for the end of the connection.</summary>
    public async Task CutOffAsync(params ReadOnlyMemory<byte>[] pieces)
    {
        using var client = await SentAsync(pieces);
        var stream = client.GetStream();
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            (await HeardAsync(stream)).ShouldBeEmpty();
        }
        catch (IOException)
        {
            // Ended by the server without a word, which is as good.
        }
    }

    private async Task<TcpClient> SentAsync(ReadOnlyMemory<byte>[] pieces)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        foreach (var piece in pieces) await client.GetStream().WriteAsync(piece);
        return client;
    }

    private static async Task<string> HeardAsync(NetworkStream stream)
    {
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static HttpRequestMessage Request(byte[] body, string contentType, string? encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null) content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = content };
    }
}

internal static class ProtocolAnswers
{
    /// <summary>Sees that a response is a problem of this status and code; what it says to people.</summary>
    public static async Task<string> ShouldBeProblem(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(text);
        problem.RootElement.GetProperty("code").GetString().ShouldBe(code);
        return problem.RootElement.GetProperty("detail").GetString().ShouldNotBeNull();
    }
}
