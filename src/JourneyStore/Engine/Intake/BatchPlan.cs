using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// What a batch asks the database, and what it takes for granted instead: that no event of it is there already; and, when every customer was
/// met lately, whose events they are and where the streams stand. The commit refuses what does not hold, and the batch is planned anew,
/// warily.
/// </summary>
internal sealed class BatchPlan
{
    // Set when customers are taken as they were met lately, and nothing of them is asked.
    private (Dictionary<IdentifierKey, string> Identifiers, Dictionary<CustomerKey, StreamPlace> Streams, long Switches)? granted;

    private BatchPlan(BatchQuery query) => Query = query;

    /// <summary>What is asked.</summary>
    public BatchQuery Query { get; }

    /// <param name="works">The batch.</param>
    /// <param name="memory">Customers met lately.</param>
    /// <param name="wary">True: nothing is taken for granted.</param>
    /// <param name="leavesRows">True: nobody will look at rows.</param>
    public static BatchPlan Of(IReadOnlyList<IntakeWork> works, CustomerMemory memory, bool wary, bool leavesRows)
    {
        var (identifiers, unknown, customers) = (new HashSet<IdentifierKey>(works.Count), new List<IdentifierKey>(), new HashSet<CustomerKey>());
        var (keys, cases) = (new HashSet<TenantKey>(works.Count), new HashSet<TenantKey>());
        var (known, streams) = (new Dictionary<IdentifierKey, string>(works.Count), new Dictionary<CustomerKey, StreamPlace>(works.Count));
        // An event that is refused leaves nothing for the commit to find fault with, so what may be refused is looked up.
        var (mayBeRefused, nameless) = (false, false);
        foreach (var work in works)
        {
            mayBeRefused |= work.ExpectedVersion is not null;
            // Either what it rests on is over, or this committer has missed something: the lock tells.
            if (work.Basis is { } basis) mayBeRefused |= memory.PlaceOf(new CustomerKey(work.Events[0].Tenant, basis.Customer)) != basis.Stream;
            foreach (var @event in work.Events)
            {
                keys.Add(@event.Key);
                mayBeRefused |= @event.WasHeld;
                nameless |= @event.IsNameless;
                foreach (var identifier in @event.Identifiers)
                    if (identifiers.Add(identifier))
                    {
                        if (memory.TryFind(identifier, out var named) && Stands(named)) known.Add(identifier, named.Customer);
                        else unknown.Add(identifier);
                    }
                if (@event.OwnId is not null && new CustomerKey(@event.Tenant, @event.OwnId) is var own && customers.Add(own)) mayBeRefused |= !Stands(own);
                if (@event.IsNameless && @event.Case is { } key) cases.Add(new TenantKey(@event.Tenant, key));
            }
        }
        if (wary || mayBeRefused) return new BatchPlan(new BatchQuery(identifiers, leavesRows ? [] : unknown, customers, keys, cases));
        if (nameless || unknown.Count > 0) return new BatchPlan(new BatchQuery(identifiers, leavesRows ? [] : unknown, customers, [], cases, keys.Count));
        return new BatchPlan(new BatchQuery([], [], [], [], [], keys.Count)) { granted = (known, streams, memory.Switches) };

        bool Stands(CustomerKey customer)
        {
            if (streams.ContainsKey(customer)) return true;
            if (memory.PlaceOf(customer) is not { } place) return false;
            streams.Add(customer, place);
            return true;
        }
    }

    /// <summary>What was loaded, with what is taken for granted.</summary>
    public LoadedBatch Complete(LoadedBatch loaded) =>
        granted is { } known ? loaded with { Identifiers = known.Identifiers, Streams = known.Streams, Switches = known.Switches } : loaded;

    /// <summary>True when customers are taken as they were met lately.</summary>
    public bool IsGranted => granted is not null;

    /// <summary>What the commit has to find, because it was not asked; null: nothing.</summary>
    public long? SwitchesToFind => granted?.Switches;
}
