using System.Text.Json;
using JourneyStore.Engine.Signals;

namespace JourneyStore.Engine.Decisions;

/// <summary>All that a policy may look at.</summary>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="Facts">What the process says of the step at hand: a JSON object, empty when nothing was said.</param>
/// <param name="AsOf">The moment of the decision.</param>
/// <param name="Views">The customer's inline views by type. Answers share them: they are not to be changed.</param>
/// <param name="Signals">The customer's signals by name, read at <paramref name="AsOf"/>.</param>
public sealed record DecisionInput(
    string Customer,
    JsonElement Facts,
    DateTimeOffset AsOf,
    IReadOnlyDictionary<Type, object> Views,
    IReadOnlyDictionary<string, SignalValue> Signals)
{
    /// <summary>The customer's row of an inline view.</summary>
    /// <exception cref="InvalidOperationException">No inline view of that type is in the inventory.</exception>
    public TView View<TView>() where TView : class =>
        Views.TryGetValue(typeof(TView), out var view)
            ? (TView)view
            : throw new InvalidOperationException($"No inline view of type {typeof(TView).Name} is in the inventory.");

    /// <summary>A signal as read at the moment of the decision.</summary>
    /// <exception cref="InvalidOperationException">No such signal is in the inventory.</exception>
    public SignalValue Signal(string name) =>
        Signals.TryGetValue(name, out var signal) ? signal : throw new InvalidOperationException($"No signal '{name}' is in the inventory.");

    /// <summary>A text fact, without padding; null when not said, blank, or no text. Of a fact that is one of a few words, the word as it was
    /// told.</summary>
    public string? TextFact(string name) => FactReading.Text(FactReading.Said(Facts, name));

    /// <summary>A numeric fact; null when not said or not a number.</summary>
    public double? NumberFact(string name) => FactReading.Number(FactReading.Said(Facts, name));

    /// <summary>A rank, 1 the highest; null when not said or no rank.</summary>
    public int? RankFact(string name) => FactReading.Rank(FactReading.Said(Facts, name));

    /// <summary>A fact that is true or false; null when not said.</summary>
    public bool? FlagFact(string name) => FactReading.Flag(FactReading.Said(Facts, name));

    /// <summary>A moment, in UTC; null when not said or no moment.</summary>
    public DateTimeOffset? MomentFact(string name) => FactReading.Moment(FactReading.Said(Facts, name));

    /// <summary>Whether a fact that is one of a few words is this one, in any case.</summary>
    public bool IsFact(string name, string word) => word.Equals(TextFact(name), StringComparison.OrdinalIgnoreCase);
}
