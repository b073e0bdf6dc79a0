using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>A customer as of a mark. Many answers share it, so nothing of it is ever changed.</summary>
/// <param name="Mark">Who, and as of when: it holds while the mark does.</param>
/// <param name="Version">Events folded.</param>
/// <param name="Position">Position of the newest event seen.</param>
/// <param name="Identifiers">Every identifier that resolves to the customer.</param>
/// <param name="Views">The inline views; read from the rows when they are first asked for.</param>
internal sealed record KnownCustomer(CustomerMark Mark, long Version, long Position, IReadOnlyList<Identifier> Identifiers, Lazy<KnownViews> Views)
{
    /// <summary>The same for as long as the customer is known without a gap: what was true of the customer's names then is true now.</summary>
    public object Life { get; init; } = new();

    /// <summary>When the newest event occurs; until then, the rows are ahead of the time.</summary>
    public DateTimeOffset Newest { get; init; }

    /// <summary>When the earliest event occurred that is not folded into the rows; null: all are.</summary>
    public DateTimeOffset? Unsettled { get; init; }
}

/// <summary>The inline views of a customer, as answers show them.</summary>
/// <param name="ByName">By name, without the signals.</param>
/// <param name="Signals">The states of the signals; null: there are none.</param>
internal sealed record KnownViews(IReadOnlyDictionary<string, object> ByName, object? Signals);
