using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Events.Service;

namespace JourneyStore.TestRooms;

/// <summary>Wants to know whom it is told of: the customer, a signal and what a policy says.</summary>
public static class CuriousHandler
{
    public static void Handle(
        EventStored<TicketEscalated> stored, CustomerContext customer, [Signal("friction")] SignalValue friction,
        [Decision("ticket-routing")] DecisionReceipt decision, Known known) =>
        known.Add(new Knowledge(stored.Event.Position, customer, friction, decision));
}

/// <summary>What it knew.</summary>
public sealed record Knowledge(long Position, CustomerContext Customer, SignalValue Friction, DecisionReceipt Decision);

/// <summary>Where it writes that down.</summary>
public sealed class Known
{
    private readonly Lock gate = new();
    private readonly List<Knowledge> all = [];

    public IReadOnlyList<Knowledge> All
    {
        get
        {
            lock (gate) return [.. all];
        }
    }

    public void Add(Knowledge knowledge)
    {
        lock (gate) all.Add(knowledge);
    }
}
