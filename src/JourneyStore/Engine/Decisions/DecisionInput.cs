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

    /// <summary>A text fact; null when absent or not text.</summary>
    public string? TextFact(string name) =>
        Facts.ValueKind == JsonValueKind.Object && Facts.TryGetProperty(name, out var fact) && fact.ValueKind == JsonValueKind.String
            ? fact.GetString()
            : null;

    /// <summary>A numeric fact; null when absent or not a number.</summary>
    public double? NumberFact(string name) =>
        Facts.ValueKind == JsonValueKind.Object && Facts.TryGetProperty(name, out var fact) && fact.ValueKind == JsonValueKind.Number
            ? fact.GetDouble()
            : null;
}
