using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>A request as it came.</summary>
internal sealed record Heard(string Method, string? Key, string? ContentType, JsonElement Body);

/// <summary>Somebody outside who is posted to, over a real socket.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly WebApplication app;
    private readonly Channel<Heard> heard = Channel.CreateUnbounded<Heard>();
    private int[] answers = [];
    private int count;

    private Listener(WebApplication app) => this.app = app;

    /// <summary>Where to post to.</summary>
    public string Url => app.Urls.Single() + "/hook?token=secret";

    /// <summary>Listens on a free port of this machine.</summary>
    /// <param name="answers">The status of the n-th answer; the last one goes on.</param>
    public static async Task<Listener> StartAsync(params int[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new Listener(builder.Build()) { answers = answers };
        listener.app.Run(async http =>
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body);
            var n = Interlocked.Increment(ref listener.count);
            var given = Volatile.Read(ref listener.answers);
            http.Response.StatusCode = given[Math.Min(n, given.Length) - 1];
            await listener.heard.Writer.WriteAsync(
                new Heard(http.Request.Method, http.Request.Headers["webhook-id"], http.Request.ContentType, body.RootElement.Clone()));
        });
        await listener.app.StartAsync();
        return listener;
    }

    /// <summary>The next request, when it comes.</summary>
    public async Task<Heard> HearAsync() => await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>All requests that have come and were not heard yet.</summary>
    public IEnumerable<Heard> HeardByNow()
    {
        while (heard.Reader.TryRead(out var one)) yield return one;
    }

    /// <summary>From now on every answer has this status.</summary>
    public void GoOnWith(int status) => Volatile.Write(ref answers, [status]);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
