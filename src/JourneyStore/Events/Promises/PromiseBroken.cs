using System.ComponentModel;

namespace JourneyStore.Events.Promises;

/// <summary>A promise was not kept.</summary>
[EventType("promise.broken")]
[Description("A promise was not kept.")]
public sealed record PromiseBroken : IBreaksPromise
{
    /// <summary>The producer's id of the promise; null: told apart by <see cref="What"/> and the case.</summary>
    public string? PromiseId { get; init; }

    /// <summary>What was promised, as when it was made; null: not said.</summary>
    public string? What { get; init; }

    /// <summary>When it was due; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Why; null: not said.</summary>
    [Personal]
    public string? Reason { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Promise broken", What);
}
