using System.ComponentModel;

namespace JourneyStore.Events.Promises;

/// <summary>A promise was kept.</summary>
[EventType("promise.kept")]
[Description("A promise was kept.")]
public sealed record PromiseKept : IKeepsPromise
{
    /// <summary>The producer's id of the promise; null: told apart by <see cref="What"/> and the case.</summary>
    public string? PromiseId { get; init; }

    /// <summary>What was promised, as when it was made; null: not said.</summary>
    public string? What { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Promise kept", What);
}
