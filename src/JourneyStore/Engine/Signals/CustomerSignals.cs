using System.Text.Json;

namespace JourneyStore.Engine.Signals;

/// <summary>A customer's signals as they stood at the newest event: a row of the view <c>signals</c>. What they are at any other moment is read from
/// their states.</summary>
public sealed record CustomerSignals
{
    /// <summary>Our id of the customer.</summary>
    public required string Customer { get; init; }

    /// <summary>When the newest event occurred.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>The signals at that moment, in the inventory's order.</summary>
    public IReadOnlyList<SignalAtNewest> Signals { get; init; } = [];

    /// <summary>What each signal remembers, by its name; its own business.</summary>
    public IReadOnlyDictionary<string, JsonElement> States { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>A signal as it stood at a customer's newest event.</summary>
/// <param name="Name">The signal's name.</param>
/// <param name="Value">The number, to six digits after the point.</param>
/// <param name="Label">One lower-case word for it.</param>
/// <param name="Since">Since when the label or the condition holds; null: not known.</param>
public sealed record SignalAtNewest(string Name, double Value, string Label, DateTimeOffset? Since)
{
    private const int Digits = 6;

    internal static SignalAtNewest Of(SignalValue value) => new(value.Name, Math.Round(value.Value, Digits), value.Label, value.Since);
}
