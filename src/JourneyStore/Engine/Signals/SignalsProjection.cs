using System.Text.Json;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace JourneyStore.Engine.Signals;

/// <summary>The states of all signals of a customer as one inline view, so that a signal costs no row of its own.</summary>
/// <param name="signals">The inventory's signals, ordered by name.</param>
[NotDiscovered]
public sealed class SignalsProjection(IReadOnlyList<ISignal> signals) : ICustomerProjection
{
    /// <summary>The view's name.</summary>
    public const string ViewName = "signals";

    private const string Newest = "newestOccurredAt";

    // Property by property as a row has them: a signal's place, or -1 for the newest event's time.
    private readonly int[] written =
        [.. Enumerable.Range(-1, signals.Count + 1).OrderBy(at => at < 0 ? Newest : signals[at].Name, JsonbOrder.Names)];

    /// <inheritdoc />
    public string Name => ViewName;

    /// <inheritdoc />
    public string Version { get; } = string.Join(',', signals.Select(signal => $"{signal.Name}:{signal.Version}"));

    /// <inheritdoc />
    public Freshness Freshness => Freshness.Inline;

    /// <inheritdoc />
    public string Describes => "The states from which a customer's signals are read at any moment.";

    /// <inheritdoc />
    public string? RankedBy => null;

    /// <summary>The values at a moment, in the inventory's order.</summary>
    /// <param name="view">The view's row as folded.</param>
    /// <param name="asOf">The moment; one before the newest event counts as that event's.</param>
    public IReadOnlyList<SignalValue> ReadAll(object view, DateTimeOffset asOf)
    {
        var states = (SignalStates)view;
        if (states.NewestOccurredAt > asOf) asOf = states.NewestOccurredAt;
        var values = new SignalValue[signals.Count];
        for (var i = 0; i < values.Length; i++) values[i] = signals[i].Read(states.States[i], asOf);
        return values;
    }

    object ICustomerProjection.Start(string customer) => Start();

    object ICustomerProjection.Apply(object view, JourneyEvent @event)
    {
        var states = (SignalStates)view;
        for (var i = 0; i < signals.Count; i++) states.States[i] = signals[i].Apply(states.States[i], @event);
        states.NewestOccurredAt = @event.OccurredAt;
        return states;
    }

    byte[] ICustomerProjection.Write(object view)
    {
        var states = (SignalStates)view;
        var (json, buffer) = ReusedJson.Begin();
        json.WriteStartObject();
        foreach (var at in written)
        {
            json.WritePropertyName(at < 0 ? Newest : signals[at].Name);
            if (at < 0) json.WriteStringValue(states.NewestOccurredAt.UtcDateTime);
            else signals[at].WriteState(json, states.States[at]);
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    object ICustomerProjection.Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var states = Start();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = reader.ValueTextEquals(Newest) ? -1 : IndexOf(ref reader);
            reader.Read();
            if (at is -1) states.NewestOccurredAt = reader.GetDateTimeOffset();
            else if (at is { } signal) states.States[signal] = signals[signal].ReadState(ref reader);
            else reader.Skip();
        }
        return states;
    }

    /// <summary>Which signal the property is of; null: none that is known.</summary>
    private int? IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < signals.Count; i++)
            if (reader.ValueTextEquals(signals[i].Name)) return i;
        return null;
    }

    private SignalStates Start() => new([.. signals.Select(signal => signal.Start())]);

    private sealed class SignalStates(object[] states)
    {
        public object[] States => states;

        public DateTimeOffset NewestOccurredAt { get; set; } = DateTimeOffset.MinValue;
    }
}
