using JourneyStore.Engine.Signals;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>All that is known of one customer at decision time, loaded in one round trip.</summary>
/// <param name="Customer">Our id.</param>
/// <param name="Identifiers">Every identifier that resolves to the customer.</param>
/// <param name="Version">How many events the customer's stream has; of a past moment: how many of them count.</param>
/// <param name="Position">
/// Everything of the customer up to this position is in the answer, but for what occurs later than <paramref name="AsOf"/>: the position of the
/// customer's newest event, or, when a least position was asked for, the one that the store had reached by then if that is higher. Of a past moment:
/// the highest of the events that count.
/// </param>
/// <param name="AsOf">The moment the answer is for: what occurs later is not counted yet.</param>
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
    /// <summary>
    /// Position of the customer's newest event that the answer has seen, whatever was asked for: deriving the answer again from the events up to it,
    /// as of <see cref="AsOf"/>, gives the same.
    /// </summary>
    public long Seen { get; init; }

    /// <summary>
    /// When the earliest event occurred that is stored and not yet in the answer, because it came so late that it is folded outside its append; null:
    /// none is, which is the rule. All else is in it.
    /// </summary>
    public DateTimeOffset? Unsettled { get; init; }

    /// <summary>
    /// What an answer shows of a view (<see cref="IShown"/>), as of <see cref="AsOf"/>; the view itself when it says nothing of that, null when the
    /// inventory has none of that name.
    /// </summary>
    public object? Shown(string name) =>
        Views.TryGetValue(name, out var view) && Showing?.GetValueOrDefault(name) is { } showing ? showing.Show(view, AsOf) : view;

    /// <summary>Those of the views that say what an answer shows.</summary>
    internal IReadOnlyDictionary<string, IShown>? Showing { get; init; }

    /// <summary>A view by name; null when the inventory has none of that name and type.</summary>
    public TView? View<TView>(string name) where TView : class => Views.GetValueOrDefault(name) as TView;
}

/// <summary>How a context is read.</summary>
/// <param name="AsOf">As things truly were by then: events that occurred later are left out, whenever they arrived. Null: now.</param>
/// <param name="KnownAt">What the store knew by then: events recorded later are left out. Null: now.</param>
/// <param name="MinPosition">At least this fresh, or <see cref="Errors.NotFreshException"/>. Null: as it is.</param>
/// <param name="Wait">How long to wait for <paramref name="MinPosition"/>. Default zero; at most 30 s.</param>
public sealed record ContextQuery(DateTimeOffset? AsOf = null, DateTimeOffset? KnownAt = null, long? MinPosition = null, TimeSpan Wait = default);
