using System.Net.Http.Headers;
using JourneyStore.Engine.Reactions;
using JourneyStore.Events;

namespace JourneyStore.Reactions;

/// <summary>
/// Posts events as structured CloudEvents to an address, with the header <c>Idempotency-Key</c>. Any answer but 2xx is a failure, and so is
/// none within 10 seconds. Without an address it takes no part.
/// </summary>
public sealed class Webhook : Reaction
{
    /// <summary>Types that are posted when none are named.</summary>
    public static readonly IReadOnlyList<string> DefaultTypes = ["complaint.filed", "sla.breached", "ticket.escalated"];

    private const string KeyHeader = "Idempotency-Key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> types;
    private readonly HttpClient? client;

    /// <summary>Without an address: it wants nothing.</summary>
    public Webhook() => types = [];

    /// <summary>Posts to an address.</summary>
    /// <param name="address">Absolute; http or https.</param>
    /// <param name="types">Event types that are posted; empty: <see cref="DefaultTypes"/>.</param>
    /// <exception cref="ArgumentException">Not an absolute http or https address.</exception>
    public Webhook(Uri address, IEnumerable<string> types)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new ArgumentException("A webhook needs an absolute address with http or https.", nameof(address));
        this.types = [.. types];
        if (this.types.Count == 0) this.types = [.. DefaultTypes];
        Address = address;
        // After a redirect the body is gone, so one is no success; and addresses are looked up anew now and then.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        client = new HttpClient(handler) { Timeout = Patience };
    }

    /// <inheritdoc />
    public override string Name => "webhook";

    /// <inheritdoc />
    public override string Describes => "Posts complaints, missed service levels and escalations (or other types) to an address, with an idempotency key.";

    /// <inheritdoc />
    public override bool IsActive => client is not null;

    /// <summary>Where it posts to; null: nowhere.</summary>
    public Uri? Address { get; }

    /// <inheritdoc />
    public override bool Wants(JourneyEvent @event) => types.Contains(@event.Type);

    /// <inheritdoc />
    public override async Task ReactAsync(JourneyEvent @event, ReactionContext context, CancellationToken ct)
    {
        if (client is null) throw new InvalidOperationException("This webhook has no address.");
        using var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new ByteArrayContent(WebhookBody.Write(@event)) { Headers = { ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8") } },
        };
        request.Headers.Add(KeyHeader, context.IdempotencyKey.ToString());
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        // Path and query of such addresses are often secrets; the reason is read by many.
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{Address!.Authority} answered {(int)response.StatusCode} {response.ReasonPhrase}");
    }
}
