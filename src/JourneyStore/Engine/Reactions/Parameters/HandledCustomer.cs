using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using Wolverine;

namespace JourneyStore.Engine.Reactions.Parameters;

/// <summary>What Wolverine's generated code calls for the parameters of handlers. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HandledCustomer
{
    /// <summary>
    /// The customer whom the message is about. An event is told of after its commit, and the context is read after that: it is at the event's
    /// position or fresher, without a question more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The message is about nobody.</exception>
    public static Task<CustomerContext> ReadAsync(JourneyEngine engine, Envelope envelope, CancellationToken cancellation)
    {
        var (tenant, customer) = Of(envelope);
        return engine.ContextAsync(tenant, customer, new ContextQuery(), cancellation);
    }

    /// <summary>A signal as it reads in a context.</summary>
    /// <exception cref="InvalidOperationException">No such signal is in the rooms.</exception>
    public static SignalValue Signal(CustomerContext context, string name) =>
        context.Signals.FirstOrDefault(signal => signal.Name == name)
            ?? throw new InvalidOperationException(
                $"No signal '{name}' is in the rooms; there are {string.Join(", ", context.Signals.Select(signal => signal.Name))}.");

    /// <summary>A policy's decision about the customer, made and recorded; each try makes one.</summary>
    public static Task<DecisionReceipt> DecideAsync(JourneyEngine engine, Envelope envelope, string policy, CancellationToken cancellation)
    {
        var (tenant, customer) = Of(envelope);
        var asked = engine.Inventory.Policies.FirstOrDefault(one => one.Name == policy);
        var facts = envelope.Message is IEventStored { Event: var @event } && !@event.Data.IsEmpty ? Facts(@event.Data, asked?.Facts ?? []) : null;
        var position = (envelope.Message as IEventStored)?.Event.Position;
        return engine.DecideAsync(tenant, policy, new DecisionRequest(customer.ToString(), facts, position), cancellation);
    }

    private static (string Tenant, CustomerRef Customer) Of(Envelope envelope) => envelope.Message switch
    {
        IEventStored { Event: var @event } => (@event.Tenant, new CustomerRef(new Identifier(Identifier.OwnType, @event.Customer))),
        IAboutCustomer about => (envelope.TenantId ?? Tenants.Default, about.Customer),
        _ => throw new InvalidOperationException(
            $"A handler of {envelope.Message?.GetType().Name} wants to know a customer, but the message is about nobody. "
            + $"Handle EventStored<…>, or let the message be {nameof(IAboutCustomer)}."),
    };

    // Of an event's data, what the policy takes.
    private static JsonElement? Facts(ReadOnlyMemory<byte> data, IReadOnlyList<Fact> taken)
    {
        using var parsed = JsonDocument.Parse(data);
        if (parsed.RootElement.ValueKind != JsonValueKind.Object) return null;
        var facts = new JsonObject();
        foreach (var fact in taken)
            if (parsed.RootElement.TryGetProperty(fact.Name, out var value)) facts[fact.Name] = JsonNode.Parse(value.GetRawText());
        return JsonSerializer.SerializeToElement(facts);
    }
}
