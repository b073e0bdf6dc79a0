using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reactions;

/// <summary>What operators do about deliveries that failed for good: look, and have them tried again.</summary>
public sealed class DeadDeliveries
{
    private readonly Database storage;
    private readonly Outbox outbox;
    private readonly TimeProvider time;

    internal DeadDeliveries(Database storage, Outbox outbox, TimeProvider time) => (this.storage, this.outbox, this.time) = (storage, outbox, time);

    /// <summary>A page of them, oldest first. Limit 1 to 1,000.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="reaction">Only of this reaction, also one that is not there any more; null: of all.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="after">Next of the page before; null: from the first.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="BadParameterException">A limit out of range.</exception>
    public async Task<DeadDeliveryPage> ListAsync(string tenant, string? reaction, int limit, long? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var found = await storage.ReadDeadAsync(tenant, reaction, after ?? 0, limit + 1, ct);
        DeadDelivery[] page = [.. found.Take(limit)];
        return new DeadDeliveryPage(page, found.Count > limit ? page[^1].Number : null);
    }

    /// <summary>
    /// Makes them due now, with all their tries before them and the idempotency keys that they had. The processes that serve deliver them.
    /// Answers how many there were.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="reaction">Only of this reaction; null: of all.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<long> RetryAsync(string tenant, string? reaction, CancellationToken ct)
    {
        var revived = await storage.ReviveDeadAsync(tenant, reaction, time.GetUtcNow(), ct);
        outbox.Wake();
        return revived;
    }
}

/// <summary>A page of deliveries that failed for good.</summary>
/// <param name="Dead">Oldest first.</param>
/// <param name="Next">Goes into <c>after</c> for the next page; null: this was the last.</param>
public sealed record DeadDeliveryPage(IReadOnlyList<DeadDelivery> Dead, long? Next);
