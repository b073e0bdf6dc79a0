using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Reactions;

/// <summary>The reactions that take part in this process: what they want of a batch, and who delivers it after the commit.</summary>
internal sealed class Outbox
{
    private readonly Reaction[] reactions;

    /// <param name="found">What the rooms hold.</param>
    /// <param name="given">Takes the place of what was found under the same name, or comes beside it.</param>
    /// <param name="storage">Where deliveries are kept.</param>
    /// <param name="reader">Reads the events back.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public Outbox(
        IReadOnlyList<Reaction> found, IReadOnlyList<Reaction> given, Database storage, EventReader reader, TimeProvider time, ILogger logger)
    {
        Known = [.. given.Concat(found).DistinctBy(reaction => reaction.Name).OrderBy(reaction => reaction.Name, StringComparer.Ordinal)];
        reactions = [.. Known.Where(reaction => reaction.IsActive)];
        Runners = [.. reactions.Select(reaction => new DeliveryRunner(storage, reaction, reader, time, logger))];
    }

    /// <summary>All reactions, by name; also those that take no part here.</summary>
    public IReadOnlyList<Reaction> Known { get; }

    /// <summary>One a reaction that takes part.</summary>
    public IReadOnlyList<DeliveryRunner> Runners { get; }

    /// <summary>What the reactions want of the events that a batch stores.</summary>
    public IReadOnlyList<NewDelivery> Of(IReadOnlyList<CustomerFold> batch)
    {
        if (reactions.Length == 0) return [];
        var wanted = new List<NewDelivery>();
        foreach (var customer in batch)
            foreach (var @event in customer.Added)
                foreach (var reaction in reactions)
                    if (Ask(reaction, @event) is { } delivery) wanted.Add(delivery);
        return wanted;
    }

    /// <summary>Called after a commit that wrote deliveries, and when somebody wants dead ones tried again; never waits.</summary>
    public void Wake()
    {
        foreach (var runner in Runners) runner.Wake();
    }

    private static NewDelivery? Ask(Reaction reaction, JourneyEvent @event)
    {
        string? refused = null;
        try
        {
            if (!reaction.Wants(@event)) return null;
        }
        catch (Exception fault)
        {
            // The event is none the worse for it. Nobody knows whether it was wanted, so a person has to look: dead from the beginning.
            refused = ReasonText.Of(fault);
        }
        return new NewDelivery(reaction.Name, @event.Tenant, @event.Customer, @event.Position, refused);
    }
}
