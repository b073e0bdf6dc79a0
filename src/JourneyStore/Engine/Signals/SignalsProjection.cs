using System.Buffers;
using System.Text.Json;
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
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("newestOccurredAt"u8, states.NewestOccurredAt.UtcDateTime);
        for (var i = 0; i < signals.Count; i++)
        {
            json.WritePropertyName(signals[i].Name);
            signals[i].WriteState(json, states.States[i]);
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    object ICustomerProjection.Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var states = Start();
        var root = document.RootElement;
        if (root.TryGetProperty("newestOccurredAt"u8, out var newest)) states.NewestOccurredAt = newest.GetDateTimeOffset();
        for (var i = 0; i < signals.Count; i++)
            if (root.TryGetProperty(signals[i].Name, out var state)) states.States[i] = signals[i].ReadState(state);
        return states;
    }

    private SignalStates Start() => new([.. signals.Select(signal => signal.Start())]);

    private sealed class SignalStates(object[] states)
    {
        public object[] States => states;

        public DateTimeOffset NewestOccurredAt { get; set; } = DateTimeOffset.MinValue;
    }
}
