using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using JourneyStore.Engine.Reactions;
using JourneyStore.Events;

namespace JourneyStore.Reactions;

/// <summary>
/// Posts events as structured CloudEvents to an address, with the headers of Standard Webhooks: <c>webhook-id</c> (the idempotency key),
/// <c>webhook-timestamp</c> and, with a secret,
/// <c>webhook-signature</c>. Any answer but 2xx is a failure, and so is none within 10 seconds. Without an address it takes no part.
/// </summary>
public sealed class Webhook : IReactionTypes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebhookSignature? signature;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    /// <summary>Posts as the options say.</summary>
    /// <param name="options">Where, what and how signed.</param>
    /// <param name="time">The clock of the timestamps.</param>
    /// <exception cref="ArgumentException">Not an absolute http or https address, or a secret that is none.</exception>
    public Webhook(WebhookOptions options, TimeProvider time)
    {
        if (options.Problem is { } problem) throw new ArgumentException(problem, nameof(options));
        (Address, this.time, signature) = (options.Address, time, WebhookSignature.Of(options.Secret));
        Types = Address is null ? [] : options.Types.Count > 0 ? options.Types : WebhookOptions.DefaultTypes;
        // After a redirect the body is gone, so one is no success; and addresses are looked up anew now and then.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        client = new HttpClient(handler) { Timeout = Patience };
    }

    /// <inheritdoc />
    public string Reaction => WebhookHandler.Name;

    /// <inheritdoc />
    public IReadOnlyList<string> Types { get; }

    /// <summary>Where it posts to; null: nowhere.</summary>
    public Uri? Address { get; }

    /// <summary>Posts an event.</summary>
    /// <param name="event">The event.</param>
    /// <param name="key">What a repeat is known by.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="HttpRequestException">The other side did not take it.</exception>
    public async Task PostAsync(JourneyEvent @event, Guid key, CancellationToken ct)
    {
        if (Address is null) throw new InvalidOperationException("This webhook has no address.");
        var body = WebhookBody.Write(@event);
        var (id, now) = (key.ToString(), time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8") } },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (signature is not null) request.Headers.Add("webhook-signature", signature.Sign(id, now, Encoding.UTF8.GetString(body)));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        // Path and query of such addresses are often secrets; the reason is read by many.
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{Address.Authority} answered {(int)response.StatusCode} {response.ReasonPhrase}");
    }
}
