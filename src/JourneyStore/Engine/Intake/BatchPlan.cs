using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// What a batch asks the database; or, when every customer was met lately, what it takes for granted instead: whose its events are, where the streams
/// stand, and that
/// nothing of it is there. What does not hold is refused before anything is done, and the batch is planned anew, warily.
/// </summary>
internal sealed class BatchPlan
{
    private BatchPlan(Dictionary<CustomerKey, CustomerState> taken) => Taken = taken;

    /// <summary>What is asked; null: nothing is.</summary>
    public BatchQuery? Query { get; private init; }

    /// <summary>What is taken for granted; null: the database is asked.</summary>
    public LoadedBatch? Granted { get; private init; }

    /// <summary>Customers out of the memory: nobody else has them meanwhile.</summary>
    public Dictionary<CustomerKey, CustomerState> Taken { get; }

    /// <param name="works">The batch.</param>
    /// <param name="memory">Customers met lately.</param>
    /// <param name="wary">True: nothing is taken for granted.</param>
    /// <param name="leavesRows">True: nobody will look at rows.</param>
    public static BatchPlan Of(IReadOnlyList<IntakeWork> works, CustomerMemory memory, bool wary, bool leavesRows)
    {
        var switches = memory.Switches;
        var (identifiers, unknown, customers) = (new HashSet<IdentifierKey>(works.Count), new List<IdentifierKey>(), new HashSet<CustomerKey>());
        var (keys, cases, places) = (new HashSet<TenantKey>(works.Count), new HashSet<TenantKey>(), new HashSet<CasePlace>());
        var (known, taken) = (new Dictionary<IdentifierKey, string>(works.Count), new Dictionary<CustomerKey, CustomerState>(works.Count));
        var asks = wary;
        foreach (var work in works)
        {
            // A work that may be refused as a whole is looked up first: what is refused is not to cost the others their try.
            asks |= work.ExpectedVersion is not null;
            if (work.Basis is { } basis) asks |= Met(new CustomerKey(work.Events[0].Tenant, basis.Customer))?.Stream != basis.Stream;
            foreach (var @event in work.Events)
            {
                keys.Add(@event.Key);
                asks |= @event.WasHeld || @event.IsNameless;
                var one = @event.OwnId;
                foreach (var identifier in @event.Identifiers)
                {
                    if (identifiers.Add(identifier))
                    {
                        if (memory.TryFind(identifier, out var named, out var life) && Met(named)?.Life == life)
                            known.Add(identifier, named.Customer);
                        else unknown.Add(identifier);
                    }
                    if (!known.TryGetValue(identifier, out var customer)) continue;
                    // Two customers in one event: they may be one.
                    asks |= one is not null && one != customer;
                    one = customer;
                }
                asks |= @event.OwnIds.Length > 1;
                foreach (var id in @event.OwnIds)
                    if (new CustomerKey(@event.Tenant, id) is var own && customers.Add(own)) asks |= Met(own) is null;
                if (@event.Case is not { } key) continue;
                if (@event.IsNameless) cases.Add(new TenantKey(@event.Tenant, key));
                else places.Add(new CasePlace(new TenantKey(@event.Tenant, key), @event.OccurredAt));
            }
        }
        if (asks || unknown.Count > 0)
            return new BatchPlan(taken) { Query = new BatchQuery(identifiers, leavesRows ? [] : unknown, customers, keys, cases, places) };
        return new BatchPlan(taken)
        {
            Granted = new LoadedBatch { Identifiers = known, Streams = taken.ToDictionary(one => one.Key, one => one.Value.Stream),
                Switches = switches },
        };

        CustomerState? Met(CustomerKey customer)
        {
            if (taken.TryGetValue(customer, out var state)) return state;
            if (!memory.TryTake(customer, out state)) return null;
            taken.Add(customer, state);
            return state;
        }
    }
}
