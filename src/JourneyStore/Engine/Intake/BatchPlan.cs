using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// What a batch asks the database, and what it takes for granted instead: that no event of it is there already; and, when every customer was
/// met lately, whose events they are and where the streams stand. The commit refuses what does not hold, and the batch is planned anew,
/// warily.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Dictionary<IdentifierKey, string> identifiers = [];
    private readonly Dictionary<CustomerKey, StreamPlace> streams = [];

    /// <summary>What is asked.</summary>
    public required BatchQuery Query { get; init; }

    /// <summary>True when customers are taken as they were met lately, and nothing of them is asked.</summary>
    private bool TrustsCustomers { get; init; }

    /// <param name="works">The batch.</param>
    /// <param name="memory">Customers met lately.</param>
    /// <param name="wary">True: nothing is taken for granted.</param>
    public static BatchPlan Of(IReadOnlyList<IntakeWork> works, CustomerMemory memory, bool wary)
    {
        var (identifiers, unknown, customers) = (new HashSet<IdentifierKey>(works.Count), new List<IdentifierKey>(), new HashSet<CustomerKey>());
        var (keys, cases) = (new HashSet<TenantKey>(works.Count), new HashSet<TenantKey>());
        // An event that is refused leaves nothing for the commit to find fault with, so what may be refused is looked up.
        var (mayBeRefused, nameless) = (false, false);
        foreach (var work in works)
        {
            mayBeRefused |= work.ExpectedVersion is not null;
            foreach (var @event in work.Events)
            {
                keys.Add(@event.Key);
                mayBeRefused |= @event.WasHeld;
                nameless |= @event.IsNameless;
                foreach (var identifier in @event.Identifiers)
                    if (identifiers.Add(identifier) && !(memory.TryFind(identifier, out var named) && memory.PlaceOf(named) is not null)) unknown.Add(identifier);
                if (@event.OwnId is not null && customers.Add(new CustomerKey(@event.Tenant, @event.OwnId)))
                    mayBeRefused |= memory.PlaceOf(new CustomerKey(@event.Tenant, @event.OwnId)) is null;
                if (@event.IsNameless && @event.Case is { } key) cases.Add(new TenantKey(@event.Tenant, key));
            }
        }
        if (wary || mayBeRefused) return new BatchPlan { Query = new BatchQuery(identifiers, unknown, customers, keys, cases) };
        if (nameless || unknown.Count > 0) return new BatchPlan { Query = new BatchQuery(identifiers, unknown, customers, [], cases, keys.Count) };
        var plan = new BatchPlan { Query = new BatchQuery([], [], [], [], [], keys.Count), TrustsCustomers = true };
        foreach (var identifier in identifiers)
        {
            memory.TryFind(identifier, out var customer);
            plan.identifiers.Add(identifier, customer.Customer);
            customers.Add(customer);
        }
        foreach (var customer in customers) plan.streams.Add(customer, memory.PlaceOf(customer)!.Value);
        return plan;
    }

    /// <summary>What was loaded, with what is taken for granted.</summary>
    public LoadedBatch Complete(LoadedBatch loaded) => TrustsCustomers ? loaded with { Identifiers = identifiers, Streams = streams } : loaded;
}
