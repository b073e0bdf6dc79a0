using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events.Cases;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// Follows the cases of a batch from customer to customer. Where the events of a case, in the order in which they occurred, pass from one customer to
/// another, both streams are told by a fact (<see cref="CaseMoved"/>): the case is open with the one no more, and goes on with the other.
/// </summary>
/// <param name="loaded">What is known; of each case, the stored neighbours of what comes.</param>
/// <param name="identity">Who is who by now.</param>
internal sealed class CaseMoves(LoadedBatch loaded, BatchIdentity identity)
{
    // Events of this batch come after all stored ones of the same moment.
    private const long NotDrawnYet = 1L << 62;

    private readonly Dictionary<TenantKey, List<CaseEvent>> lines = [];

    /// <summary>Customers whom a case has left or come to, with the case.</summary>
    public HashSet<(CustomerKey Customer, TenantKey Case)> Touched { get; } = [];

    /// <summary>What an event means that has been placed.</summary>
    /// <param name="case">Its case.</param>
    /// <param name="fate">The event.</param>
    /// <param name="ordinal">How many events the batch stores up to it.</param>
    /// <returns>The facts that follow, each with the customer into whose stream it goes.</returns>
    public IReadOnlyList<(AcceptedEvent Fact, string Customer)> Follow(TenantKey @case, Fate fate, int ordinal)
    {
        if (!lines.TryGetValue(@case, out var line))
        {
            lines.Add(@case, line = [.. loaded.Neighbours.GetValueOrDefault(@case, [])]);
            line.Sort((a, b) => a.Place.CompareTo(b.Place));
        }
        var one = new CaseEvent(new OccurrencePlace(fate.Event.OccurredAt, NotDrawnYet + ordinal), fate.Event.Key.Key, fate.Customer!.Key.Customer);
        var at = line.FindIndex(other => other.Place.CompareTo(one.Place) > 0);
        if (at < 0) at = line.Count;
        line.Insert(at, one);
        CaseEvent? before = at > 0 ? Now(line[at - 1]) : null;
        CaseEvent? after = at + 1 < line.Count ? Now(line[at + 1]) : null;
        List<(AcceptedEvent, string)>? facts = null;
        if (before is { } from && from.Customer != one.Customer) Tell(from, one);
        // When the event only comes between, the next one has told already from where it came.
        if (after is { } to && to.Customer != one.Customer && before?.Customer != one.Customer) Tell(one, to);
        return facts ?? (IReadOnlyList<(AcceptedEvent, string)>)[];

        // Customers who were two when the line was begun may be one by now.
        CaseEvent Now(CaseEvent other) => other with { Customer = identity.OwnerOf(@case.Tenant, other.Customer) };

        void Tell(CaseEvent left, CaseEvent came)
        {
            facts ??= [];
            foreach (var customer in (string[])[left.Customer, came.Customer])
            {
                facts.Add((Fact(fate.Event, left, came, customer), customer));
                Touched.Add((new CustomerKey(@case.Tenant, customer), @case));
            }
        }
    }

    /// <summary>True when every event of the case is known, and is of this customer.</summary>
    public bool IsOnlyOf(TenantKey @case, string customer) =>
        !loaded.Neighbours.ContainsKey(@case) && lines.TryGetValue(@case, out var line)
        && line.TrueForAll(one => identity.OwnerOf(@case.Tenant, one.Customer) == customer);

    private static AcceptedEvent Fact(AcceptedEvent of, CaseEvent left, CaseEvent came, string customer)
    {
        var moved = new CaseMoved
        {
            Process = of.Candidate.Process!, CaseId = of.Candidate.CaseId!, From = left.Customer, To = came.Customer,
            NextPosition = came.Place.Position < NotDrawnYet ? came.Place.Position : null,
        };
        return OwnFacts.Make(of.Tenant, $"{left.Key:N}:{came.Key:N}:{(customer == left.Customer ? "from" : "to")}", came.Place.OccurredAt, moved);
    }
}
