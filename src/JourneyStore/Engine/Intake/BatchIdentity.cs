using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;

namespace JourneyStore.Engine.Intake;

/// <summary>Two customers of a batch who turned out to be one.</summary>
/// <param name="Joined">Who is no more.</param>
/// <param name="Into">Who goes on.</param>
/// <param name="Through">The identifier that showed it; null: an operator said so.</param>
internal sealed record BatchJoin(CustomerKey Joined, string Into, string? Through)
{
    /// <summary>The event that says so.</summary>
    public Fate? Fact { get; set; }
}

/// <summary>What names an event came to.</summary>
/// <param name="Customer">Whose it is; null: nobody is named, or only an unknown id.</param>
/// <param name="Contested">Identifiers that lead elsewhere and stay there, each with its customer; "": nobody has it.</param>
/// <param name="Joins">Customers whom the event has shown to be one.</param>
internal readonly record struct Named(string? Customer, IReadOnlyList<(string Identifier, string Owner)> Contested, IReadOnlyList<BatchJoin> Joins)
{
    public static Named Nobody { get; } = new(null, [], []);
}

/// <summary>
/// Who is who in a batch, event by event: which identifiers lead to whom, which are new, and which customers turn out to be one. Identifiers
/// that arrive
/// together are one customer's, as far as the rules of their types let them be. The customer whose first event was stored first goes on: so it
/// does not matter in
/// which order three or more are found to be one.
/// </summary>
/// <param name="loaded">What is known; identifiers bound by the batch are added to it.</param>
/// <param name="holdings">What those customers have to whom something may be added; those who begin in this batch are added to it.</param>
/// <param name="rule">The rule of a type.</param>
/// <param name="ids">Where ids of new customers come from.</param>
/// <param name="now">The moment of the batch.</param>
internal sealed class BatchIdentity(
    LoadedBatch loaded, Dictionary<CustomerKey, Holdings> holdings, Func<string, IdentifierRule> rule, IIdSource ids, DateTimeOffset now)
{
    // Whoever begins in this batch comes after all who are there.
    private const long NotDrawnYet = 1L << 62;

    private readonly HashSet<CustomerKey> begun = [];
    private readonly Dictionary<CustomerKey, string> joined = [];

    /// <summary>Identifiers bound by this batch.</summary>
    public List<(IdentifierKey Identifier, string Customer)> Bound { get; } = [];

    /// <summary>Who turned out to be one, in order.</summary>
    public List<BatchJoin> Joins { get; } = [];

    /// <summary>Whether a customer is there, or begins in this batch.</summary>
    public bool Exists(CustomerKey key) => loaded.Streams.ContainsKey(key) || begun.Contains(key);

    /// <summary>Whether a customer has joined another in this batch.</summary>
    public bool HasJoined(CustomerKey key) => joined.ContainsKey(key);

    /// <summary>Who a customer is by now.</summary>
    public string OwnerOf(string tenant, string customer)
    {
        if (loaded.Owners.TryGetValue(new CustomerKey(tenant, customer), out var owner)) customer = owner;
        while (joined.TryGetValue(new CustomerKey(tenant, customer), out var into)) customer = into;
        return customer;
    }

    /// <summary>The customer whom an identifier leads to by now; null: nobody.</summary>
    public string? Find(IdentifierKey identifier) =>
        loaded.Identifiers.TryGetValue(identifier, out var known) ? OwnerOf(identifier.Tenant, known) : null;

    /// <summary>Customers to whom a batch's events may add something: what they have is to be known.</summary>
    public static HashSet<CustomerKey> Growing(IReadOnlyList<IntakeWork> works, LoadedBatch loaded)
    {
        var growing = new HashSet<CustomerKey>();
        var named = new HashSet<CustomerKey>();
        foreach (var @event in works.SelectMany(work => work.Events))
        {
            named.Clear();
            var isNew = false;
            foreach (var identifier in @event.Identifiers)
                if (loaded.Identifiers.TryGetValue(identifier, out var known)) named.Add(new CustomerKey(identifier.Tenant, known));
                else isNew = true;
            foreach (var own in @event.OwnIds)
            {
                var key = new CustomerKey(@event.Tenant, own);
                named.Add(loaded.Owners.TryGetValue(key, out var owner) ? key with { Customer = owner } : key);
            }
            if (named.Count > 1 || (isNew && named.Count > 0)) growing.UnionWith(named);
        }
        return growing;
    }

    /// <summary>Whose an event is, by the identifiers that it names.</summary>
    public Named Resolve(AcceptedEvent @event)
    {
        var (tenant, names) = (@event.Tenant, @event.Identifiers);
        var (customer, anchor) = Anchor(@event, names);
        if (customer is null) return Named.Nobody;
        List<(string, string)>? contested = null;
        List<BatchJoin>? joins = null;
        foreach (var own in @event.OwnIds)
            if (Exists(new CustomerKey(tenant, OwnerOf(tenant, own)))) Meet(OwnerOf(tenant, own), null, mayJoin: true);
        foreach (var identifier in names)
        {
            var (type, owner) = (TypeOf(identifier), Find(identifier));
            if (owner is not null) Meet(owner, identifier, mayJoin: rule(type).Joins && (anchor is null || rule(anchor).Joins));
            else if (MayTake(new CustomerKey(tenant, customer), type)) Bind(identifier, new CustomerKey(tenant, customer), type);
            else (contested ??= []).Add((identifier.Identifier, ""));
        }
        return new Named(customer, contested ?? (IReadOnlyList<(string, string)>)[], joins ?? (IReadOnlyList<BatchJoin>)[]);

        void Meet(string owner, IdentifierKey? through, bool mayJoin)
        {
            if (owner == customer) return;
            if (@event.Overrules || (mayJoin && MayJoin(new CustomerKey(tenant, customer!), new CustomerKey(tenant, owner))))
            {
                var join = Join(tenant, customer!, owner, through?.Identifier);
                (joins ??= []).Add(join);
                customer = join.Into;
            }
            else if (through is { } identifier) (contested ??= []).Add((identifier.Identifier, owner));
        }
    }

    /// <summary>A customer who begins with what is taken out of another.</summary>
    public string Begin(string tenant)
    {
        var customer = ids.New(now).ToString();
        var key = new CustomerKey(tenant, customer);
        holdings.Add(key, new Holdings(NotDrawnYet + begun.Count));
        begun.Add(key);
        return customer;
    }

    /// <summary>With whom it begins: our id of a customer, else the identifier of the highest priority, and when that is new, a customer who may
    /// have it.</summary>
    private (string? Customer, string? AnchorType) Anchor(AcceptedEvent @event, IdentifierKey[] names)
    {
        foreach (var own in @event.OwnIds)
            if (OwnerOf(@event.Tenant, own) is var owner && Exists(new CustomerKey(@event.Tenant, owner))) return (owner, null);
        if (names.Length == 0) return (null, null);
        var first = TypeOf(names[0]);
        if (Find(names[0]) is { } known) return (known, first);
        foreach (var identifier in names)
            if (Find(identifier) is { } other && MayTake(new CustomerKey(@event.Tenant, other), first)) return (other, TypeOf(identifier));
        return (Begin(@event.Tenant), first);
    }

    private BatchJoin Join(string tenant, string one, string other, string? through)
    {
        var (first, second) = (holdings[new CustomerKey(tenant, one)].First, holdings[new CustomerKey(tenant, other)].First);
        var (into, from) = first < second ? (one, other) : (other, one);
        var join = new BatchJoin(new CustomerKey(tenant, from), into, through);
        joined.Add(join.Joined, into);
        var has = HeldBy(new CustomerKey(tenant, into));
        foreach (var (type, count) in HeldBy(join.Joined)) has[type] = has.GetValueOrDefault(type) + count;
        Joins.Add(join);
        return join;
    }

    private void Bind(IdentifierKey identifier, CustomerKey customer, string type)
    {
        loaded.Identifiers.Add(identifier, customer.Customer);
        Bound.Add((identifier, customer.Customer));
        var has = HeldBy(customer);
        has[type] = has.GetValueOrDefault(type) + 1;
    }

    private bool MayTake(CustomerKey customer, string type) => rule(type).Most is not { } most || HeldBy(customer).GetValueOrDefault(type) < most;

    private bool MayJoin(CustomerKey one, CustomerKey other)
    {
        var has = HeldBy(one);
        foreach (var (type, count) in HeldBy(other))
            if (rule(type).Most is { } most && has.GetValueOrDefault(type) + count > most && has.ContainsKey(type)) return false;
        return true;
    }

    private Dictionary<string, int> HeldBy(CustomerKey customer) => holdings[customer].Identifiers;

    private static string TypeOf(IdentifierKey identifier) => identifier.Identifier[..identifier.Identifier.IndexOf(':', StringComparison.Ordinal)];
}
