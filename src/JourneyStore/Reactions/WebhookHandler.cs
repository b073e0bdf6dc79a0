using JourneyStore.Engine.Reactions;

namespace JourneyStore.Reactions;

/// <summary>The reaction <c>webhook</c>.</summary>
[Reaction(Name, Describes = "Posts complaints, missed service levels and escalations (or other types) to an address, signed.")]
public static class WebhookHandler
{
    /// <summary>The reaction's name.</summary>
    public const string Name = "webhook";

    /// <summary>Posts what was stored.</summary>
    public static Task HandleAsync(EventStored stored, Webhook webhook, CancellationToken ct) =>
        webhook.PostAsync(stored.Event, stored.IdempotencyKey, ct);
}
