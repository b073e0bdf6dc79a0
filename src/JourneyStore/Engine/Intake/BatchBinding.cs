using System.Globalization;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Events;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// Decides, for a batch whose customers are known and without any I/O, what becomes of each event, one after the other, as if each had come alone:
/// whose it is, whether it is
/// there already, which place in the stream it gets; what it lets go of what is held; and what else follows from it. Positions come after that: how
/// many there
/// are to be is known then.
/// </summary>
/// <param name="loaded">What is known.</param>
/// <param name="identity">Who is who.</param>
/// <param name="again">Makes an event of one that is held.</param>
internal sealed class BatchBinding(LoadedBatch loaded, BatchIdentity identity, Func<StoredHeld, AcceptedEvent> again)
{
    private readonly Dictionary<TenantKey, Fate> fates = [];
    private readonly Dictionary<TenantKey, string> newCases = [];
    private readonly Dictionary<TenantKey, List<Fate>> waiting = [];
    private readonly Dictionary<CustomerKey, CustomerBatch> customers = [];
    private readonly List<Fate> stored = [];
    private readonly List<Fate> held = [];
    private Func<NewSplit>? split;

    /// <summary>The cases' way from customer to customer.</summary>
    public CaseMoves Moves { get; } = new(loaded, identity);

    /// <summary>Who is who after the batch.</summary>
    public BatchIdentity Identity => identity;

    /// <summary>Events to store, in the order of their positions.</summary>
    public IReadOnlyList<Fate> Stored => stored;

    /// <summary>Events to hold.</summary>
    public IEnumerable<AcceptedEvent> Held => held.Where(one => one.Customer is null && !one.Event.WasHeld).Select(one => one.Event);

    /// <summary>Keys of held events that are bound now.</summary>
    public IEnumerable<TenantKey> Released => stored.Where(one => one.Event.WasHeld).Select(one => one.Event.Key);

    /// <summary>Customers with new events, those too who have joined others since.</summary>
    public IReadOnlyCollection<CustomerBatch> Customers => customers.Values;

    /// <summary>Customers who join others, when positions are drawn.</summary>
    public IReadOnlyList<NewJoin> Joins() => [.. identity.Joins.Select(join => new NewJoin(
        join.Joined, join.Into, identity.OwnerOf(join.Joined.Tenant, join.Into), join.Fact!.Position, Version(join.Joined),
        customers.GetValueOrDefault(join.Joined)?.Newest, join.Through))];

    /// <summary>The customer of whom a part is taken out, when positions are drawn; null: nobody.</summary>
    public NewSplit? NewSplit => split?.Invoke();

    /// <summary>What becomes of a work's events, one answer an event.</summary>
    public Answer[] Bind(IntakeWork work)
    {
        var answers = new Answer[work.Events.Count];
        var refusal = work.ExpectedVersion is { } expected ? Conflict(work, expected)
            : work.Basis is { } basis && !Stands(work.Events[0].Tenant, basis) ? "something has happened to the customer since: read it again and decide anew"
            : null;
        for (var i = 0; i < answers.Length; i++)
            answers[i] = refusal is null ? Bind(work.Events[i])
                : AlreadyThere(work.Events[i]) ?? Answer.Rejected(work.Events[i], RejectionCodes.VersionConflict, refusal);
        return answers;
    }

    /// <summary>Gives the stored events their positions, in their order.</summary>
    public void Number(IReadOnlyList<long> positions)
    {
        for (var i = 0; i < stored.Count; i++) stored[i].Position = positions[i];
    }

    /// <summary>Why an event is held.</summary>
    public (string Code, string Reason) Why(AcceptedEvent @event) =>
        @event.Case is { } key && CustomerOf(new TenantKey(@event.Tenant, key)) == ""
            ? AmbiguousCase(@event.Candidate)
            : @event.Blocked.Count > 0 ? BlockedIdentifier(@event)
            : (RejectionCodes.NoCustomer, @event.Case is null
                ? "no customer and no case is named"
                : $"no customer is named, and none is known yet for case {@event.Candidate.CaseId} of {@event.Candidate.Process}");

    private static (string Code, string Reason) BlockedIdentifier(AcceptedEvent @event) =>
        (RejectionCodes.BlockedIdentifier,
            $"{string.Join(", ", @event.Blocked)} {(@event.Blocked.Count == 1 ? "names" : "name")} nobody by the rules of identifiers"
            + (@event.Case is null ? "" : $", and no customer is known yet for case {@event.Candidate.CaseId} of {@event.Candidate.Process}"));

    /// <summary>Why an event is held whose case has several customers.</summary>
    public static (string Code, string Reason) AmbiguousCase(EventCandidate held) =>
        (RejectionCodes.AmbiguousCase, $"no customer is named, and case {held.CaseId} of {held.Process} has events of several customers");

    /// <summary>True when nothing has happened to a customer since, in this batch neither.</summary>
    private bool Stands(string tenant, CustomerMark mark) =>
        new CustomerKey(tenant, mark.Customer) is var key && !customers.ContainsKey(key)
        && loaded.Streams.TryGetValue(key, out var place) && place == mark.Stream && loaded.Switches == mark.Switches;

    private Answer Bind(AcceptedEvent @event)
    {
        if (AlreadyThere(@event) is { } there) return there;
        if (@event.Split is { } order) return Split(@event, order);
        var (customer, contested, joins) = @event.IsNameless ? new Named(OfCase(@event), [], []) : identity.Resolve(@event);
        if (customer is null && @event.OwnId is not null)
            return Answer.Rejected(
                @event, RejectionCodes.UnknownCustomer, $"id:{@event.OwnId} names no customer; send another identifier, or an id that the store gave");
        var fate = new Fate(@event) { Contested = contested };
        fates.Add(@event.Key, fate);
        foreach (var join in joins) Tell(join, @event);
        if (customer is null) Hold(fate);
        else Place(fate, customer);
        return Answer.Of(fate);
    }

    /// <summary>Tells both of a split; the events that go with it are there.</summary>
    private Answer Split(AcceptedEvent @event, SplitOrder order)
    {
        var (tenant, into) = (@event.Tenant, identity.Begin(@event.Tenant));
        var said = new CustomerSplit
        {
            From = order.Customer, Into = into, Identifiers = order.Identifiers, Events = order.Moved.Count, By = order.By, Why = order.Why,
        };
        var (from, to) = (new Fate(OwnFacts.Make(tenant, $"split:{into}:from", @event.OccurredAt, said)),
            new Fate(OwnFacts.Make(tenant, $"split:{into}:into", @event.OccurredAt, said)));
        Add(from, order.Customer);
        Add(to, into);
        split = () => new NewSplit(from.Customer!.Key, into, from.Position, to.Position, order.Identifiers, order.Moved);
        return Answer.Of(to);
    }

    private Answer? AlreadyThere(AcceptedEvent @event)
    {
        if (fates.TryGetValue(@event.Key, out var earlier))
            return Differs(@event, earlier.Event.Fingerprint) ? Answer.AnotherOf(@event, earlier) : Answer.RepeatOf(@event, earlier);
        if (!loaded.Keys.TryGetValue(@event.Key, out var known) || (@event.WasHeld && known.Position is null)) return null;
        return Differs(@event, known.Fingerprint)
            ? Answer.Another(@event, known.Position)
            : Answer.Is(new AppendResult(@event.Candidate.Id, @event.Candidate.Source, AppendStatus.Duplicate, known.Position, known.Customer));
    }

    /// <summary>True when what is there under the same key says something else; what was stored past the intake has no fingerprint and is taken to be
    /// the same.</summary>
    private static bool Differs(AcceptedEvent @event, UInt128? there) => there is { } one && @event.Fingerprint is { } other && one != other;

    /// <summary>Stores that two customers are one, right before the event that showed it.</summary>
    private void Tell(BatchJoin join, AcceptedEvent shown)
    {
        var said = shown.Body as IdentityLinked;
        var fact = OwnFacts.Make(
            shown.Tenant, $"merged:{join.Joined.Customer}:{shown.Key.Key:N}", shown.OccurredAt,
            new CustomersMerged { From = join.Joined.Customer, Into = join.Into, Through = join.Through, By = said?.By, Why = said?.Why });
        Add(join.Fact = new Fate(fact), join.Into);
    }

    private string? OfCase(AcceptedEvent @event)
    {
        var customer = @event.Case is { } key ? CustomerOf(new TenantKey(@event.Tenant, key)) : null;
        return string.IsNullOrEmpty(customer) ? null : Known(new CustomerKey(@event.Tenant, customer)).Customer;
    }

    /// <summary>Whose the case is, by its events stored before and by those placed in this batch; "": of several; null: not known.</summary>
    private string? CustomerOf(TenantKey @case) =>
        Same(Now(@case, loaded.Cases.GetValueOrDefault(@case)), Now(@case, newCases.GetValueOrDefault(@case)));

    // Whoever it was may have joined another since.
    private string? Now(TenantKey @case, string? customer) =>
        string.IsNullOrEmpty(customer) ? customer : identity.OwnerOf(@case.Tenant, customer);

    private static string? Same(string? one, string? other) => one is null || one == other ? other : other is null ? one : "";

    private void Place(Fate fate, string customer)
    {
        Add(fate, customer);
        if (fate.Event.Case is not { } key) return;
        var @case = new TenantKey(fate.Event.Tenant, key);
        newCases[@case] = Same(Now(@case, newCases.GetValueOrDefault(@case)), customer)!;
        foreach (var (fact, of) in Moves.Follow(@case, fate, stored.Count)) Add(new Fate(fact), of);
        Release(@case);
    }

    private void Add(Fate fate, string customer)
    {
        var key = Known(new CustomerKey(fate.Event.Tenant, identity.OwnerOf(fate.Event.Tenant, customer)));
        if (!customers.TryGetValue(key, out var batch))
            customers.Add(key, batch = new CustomerBatch(key, loaded.Streams.TryGetValue(key, out var place) ? place : null));
        batch.Add(fate);
        stored.Add(fate);
    }

    /// <summary>Binds what is held of a case that has got its customer.</summary>
    private void Release(TenantKey @case)
    {
        var before = loaded.Held.GetValueOrDefault(@case);
        if (before is null && !waiting.ContainsKey(@case)) return;
        if (before is { Count: > 0 }) loaded.Cases.TryAdd(@case, before[0].CaseCustomer!);
        if (CustomerOf(@case) is not { Length: > 0 } customer) return;
        foreach (var one in before ?? [])
            if (!fates.ContainsKey(new TenantKey(one.Tenant, one.Key)))
            {
                var fate = new Fate(again(one));
                fates.Add(fate.Event.Key, fate);
                Add(fate, customer);
                Moves.Follow(@case, fate, stored.Count);
            }
        if (!waiting.Remove(@case, out var of)) return;
        foreach (var fate in of)
        {
            Add(fate, customer);
            Moves.Follow(@case, fate, stored.Count);
        }
    }

    private void Hold(Fate fate)
    {
        held.Add(fate);
        if (fate.Event.Case is not { } key) return;
        var @case = new TenantKey(fate.Event.Tenant, key);
        if (!waiting.TryGetValue(@case, out var of)) waiting.Add(@case, of = []);
        of.Add(fate);
    }

    private string? Conflict(IntakeWork work, long expected)
    {
        var first = work.Events[0];
        var customer = NamedBy(first);
        var names = new HashSet<IdentifierKey>(first.Identifiers);
        foreach (var @event in work.Events)
        {
            // A customer who is not known yet is one when the events share a name.
            var same = NamedBy(@event) == customer && (customer is not null || @event.Identifiers.Any(names.Contains));
            if (!same) return "with an expected version all events of a request are of one customer, who is named";
            names.UnionWith(@event.Identifiers);
        }
        var found = customer is null ? 0 : Version(new CustomerKey(first.Tenant, customer));
        return found == expected ? null : $"the stream was expected at version {expected}, found at {found}: read it again and decide anew";
    }

    private string? NamedBy(AcceptedEvent @event) =>
        @event.OwnId is { } own ? identity.OwnerOf(@event.Tenant, own)
            : @event.Identifiers.Select(identity.Find).FirstOrDefault(customer => customer is not null);

    private long Version(CustomerKey key) =>
        customers.TryGetValue(key, out var batch) ? batch.Version : loaded.Streams.GetValueOrDefault(key).Version;

    // A customer who came between the lock and the look is not locked: the batch begins anew.
    private CustomerKey Known(CustomerKey key) =>
        identity.Exists(key) ? key : throw new ConflictException(null, $"Customer {key.Customer} of tenant {key.Tenant} came while the batch looked.");
}
