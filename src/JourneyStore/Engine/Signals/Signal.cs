using System.Text.Json;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace JourneyStore.Engine.Signals;

/// <summary>A measured experience of one customer: a bounded fold of events, read at a moment. See <see cref="Signal{TState}"/>.</summary>
public interface ISignal
{
    /// <summary>Lower-case name, for instance <c>friction</c>.</summary>
    string Name { get; }

    /// <summary>Changes when the fold or the reading changes its meaning.</summary>
    int Version { get; }

    /// <summary>One sentence for the inventory: what it measures, unit and range.</summary>
    string Describes { get; }

    /// <summary>The state before the first event.</summary>
    object Start();

    /// <summary>The state after one more event in the order they occurred. Pure; may change and return its argument.</summary>
    object Apply(object state, JourneyEvent @event);

    /// <summary>The value at a moment.</summary>
    SignalValue Read(object state, DateTimeOffset asOf);

    /// <summary>Writes the state as JSON.</summary>
    void WriteState(Utf8JsonWriter writer, object state);

    /// <summary>Reads the state back; the reader stands on its first token, and on its last afterwards.</summary>
    object ReadState(ref Utf8JsonReader json);
}

/// <summary>Base of a signal; one file holds the state record and the signal, which is found by itself.</summary>
/// <typeparam name="TState">Bounded state that System.Text.Json writes and reads back unchanged.</typeparam>
public abstract class Signal<TState> : ISignal where TState : class
{
    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public virtual int Version => 1;

    /// <inheritdoc />
    public abstract string Describes { get; }

    /// <summary>The state before the first event.</summary>
    public abstract TState Start();

    /// <summary>The state after one more event in the order they occurred.</summary>
    public abstract TState Apply(TState state, JourneyEvent @event);

    /// <summary>The value at <paramref name="asOf"/>, which is never before the newest event folded.</summary>
    public abstract SignalValue Read(TState state, DateTimeOffset asOf);

    object ISignal.Start() => Start();

    object ISignal.Apply(object state, JourneyEvent @event) => Apply((TState)state, @event);

    SignalValue ISignal.Read(object state, DateTimeOffset asOf) => Read((TState)state, asOf);

    void ISignal.WriteState(Utf8JsonWriter writer, object state) => JsonSerializer.Serialize(writer, (TState)state, StateJson.Options);

    object ISignal.ReadState(ref Utf8JsonReader json) => JsonSerializer.Deserialize<TState>(ref json, StateJson.Options)!;
}
