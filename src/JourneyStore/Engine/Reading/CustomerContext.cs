using JourneyStore.Engine.Signals;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>All that is known of one customer at decision time, loaded in one round trip.</summary>
/// <param name="Customer">Our id.</param>
/// <param name="Identifiers">Every identifier that resolves to the customer.</param>
/// <param name="Version">How many events the customer's stream has.</param>
/// <param name="Position">Position of the newest event that the answer has seen.</param>
/// <param name="AsOf">The moment the signals were read for.</param>
/// <param name="Views">The customer's inline views by name, without <c>signals</c>. Answers share them: they are not to be changed.</param>
/// <param name="Signals">The signals, by the inventory's order.</param>
public sealed record CustomerContext(
    string Customer,
    IReadOnlyList<Identifier> Identifiers,
    long Version,
    long Position,
    DateTimeOffset AsOf,
    IReadOnlyDictionary<string, object> Views,
    IReadOnlyList<SignalValue> Signals)
{
    /// <summary>A view by name; null when the inventory has none of that name and type.</summary>
    public TView? View<TView>(string name) where TView : class => Views.GetValueOrDefault(name) as TView;
}

/// <summary>How a context is read.</summary>
/// <param name="AsOf">As things truly were by then: events that occurred later are left out, whenever they arrived. Null: now.</param>
/// <param name="KnownAt">What the store knew by then: events recorded later are left out. Null: now.</param>
/// <param name="MinPosition">At least this fresh, or <see cref="Errors.NotFreshException"/>. Null: as it is.</param>
/// <param name="Wait">How long to wait for <paramref name="MinPosition"/>. Default zero; at most 30 s.</param>
public sealed record ContextQuery(DateTimeOffset? AsOf = null, DateTimeOffset? KnownAt = null, long? MinPosition = null, TimeSpan Wait = default);
