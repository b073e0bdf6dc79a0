using System.ComponentModel;

namespace JourneyStore.Events.Promises;

/// <summary>Something was promised to a customer.</summary>
[EventType("promise.made")]
[Description("Something was promised to a customer.")]
public sealed record PromiseMade : IMakesPromise
{
    /// <summary>The producer's id of the promise; null: told apart by <see cref="What"/> and the case.</summary>
    public string? PromiseId { get; init; }

    /// <summary>What was promised, in a word: <c>callback</c>, <c>delivery</c>, <c>refund</c>, …</summary>
    public required string What { get; init; }

    /// <summary>By when; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Who promised it; null: not said.</summary>
    public string? By { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of($"Promised: {What}", null, " by ", DueAt is { } due ? EventTitle.Day(due) : null);
}
