using System.Text.Json;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using Marten;

namespace JourneyStore.Engine.Signals;

/// <summary>The states of all signals of a customer as one inline view, so that a signal costs no row of its own.</summary>
/// <param name="signals">The inventory's signals, ordered by name.</param>
[NotDiscovered]
public sealed class SignalsProjection(IReadOnlyList<ISignal> signals) : ICustomerProjection, IShown
{
    /// <summary>The view's name.</summary>
    public const string ViewName = "signals";

    // Signal by signal as a row has their states.
    private readonly int[] written = [.. Enumerable.Range(0, signals.Count).OrderBy(at => signals[at].Name, JsonbOrder.Names)];

    /// <inheritdoc />
    public string Name => ViewName;

    /// <inheritdoc />
    public string Version { get; } = string.Join(',', signals.Select(signal => $"{signal.Name}:{signal.Version}"));

    /// <inheritdoc />
    public Freshness Freshness => Freshness.Inline;

    /// <inheritdoc />
    public string Describes => "A customer's signals as of the moment of asking, with what makes them up.";

    /// <inheritdoc />
    public string? RankedBy => null;

    /// <inheritdoc />
    public Type DocumentType => typeof(CustomerSignals);

    /// <inheritdoc />
    public void MapDocument(StoreOptions options) => ViewDocuments.Map<CustomerSignals>(options);

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

    /// <inheritdoc />
    public object Show(object row, DateTimeOffset asOf) => new SignalsAnswer(((SignalStates)row).Customer, asOf, ReadAll(row, asOf));

    object ICustomerProjection.Start(string customer) => Start(customer);

    object ICustomerProjection.Apply(object view, JourneyEvent @event)
    {
        if (@event.IsOnlyAboutIdentity) return view;
        var states = (SignalStates)view;
        for (var i = 0; i < signals.Count; i++) states.States[i] = signals[i].Apply(states.States[i], @event);
        states.NewestOccurredAt = @event.OccurredAt;
        return states;
    }

    byte[] ICustomerProjection.Write(object view)
    {
        var states = (SignalStates)view;
        // Of a customer to whom nothing has happened yet, as of some moment: a signal may look days back.
        var values = ReadAll(states, states.NewestOccurredAt == default ? DateTimeOffset.UnixEpoch : states.NewestOccurredAt);
        var (json, buffer) = ReusedJson.Begin();
        json.WriteStartObject();
        json.WriteString("asOf"u8, states.NewestOccurredAt.UtcDateTime);
        json.WriteStartObject("states"u8);
        foreach (var at in written)
        {
            json.WritePropertyName(signals[at].Name);
            signals[at].WriteState(json, states.States[at]);
        }
        json.WriteEndObject();
        json.WriteStartArray("signals"u8);
        foreach (var value in values) JsonSerializer.Serialize(json, SignalAtNewest.Of(value), RowJson.Options);
        json.WriteEndArray();
        json.WriteString("customer"u8, states.Customer);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    object ICustomerProjection.Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var states = Start("");
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isNewest, isStates, isCustomer) = (reader.ValueTextEquals("asOf"u8), reader.ValueTextEquals("states"u8), reader.ValueTextEquals("customer"u8));
            reader.Read();
            if (isNewest) states.NewestOccurredAt = reader.GetDateTimeOffset();
            else if (isCustomer) states.Customer = reader.GetString()!;
            else if (isStates) ReadStates(ref reader, states);
            else reader.Skip();
        }
        return states;
    }

    private void ReadStates(ref Utf8JsonReader reader, SignalStates states)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var signal = IndexOf(ref reader);
            reader.Read();
            if (signal is { } at) states.States[at] = signals[at].ReadState(ref reader);
            else reader.Skip();
        }
    }

    /// <summary>Which signal the property is of; null: none that is known.</summary>
    private int? IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < signals.Count; i++)
            if (reader.ValueTextEquals(signals[i].Name)) return i;
        return null;
    }

    private SignalStates Start(string customer) => new(customer, [.. signals.Select(signal => signal.Start())]);

    private sealed class SignalStates(string customer, object[] states)
    {
        public string Customer { get; set; } = customer;

        public object[] States => states;

        public DateTimeOffset NewestOccurredAt { get; set; } = DateTimeOffset.MinValue;
    }
}
