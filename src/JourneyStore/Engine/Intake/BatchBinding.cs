using System.Globalization;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// Decides, for a loaded batch and without any I/O, what becomes of each event: whose it is, whether it is there already, which place it
/// gets. First come, first placed.
/// </summary>
internal sealed class BatchBinding(LoadedBatch loaded, IIdSource ids, DateTimeOffset now)
{
    private readonly Dictionary<TenantKey, (AppendResult Result, UInt128? Fingerprint)> placed = [];
    private readonly Dictionary<TenantKey, string> newCases = [];
    private readonly Dictionary<CustomerKey, CustomerBatch> customers = [];
    private int drawn;

    /// <summary>Identifiers bound by this batch.</summary>
    public List<(IdentifierKey Identifier, string Customer)> Bound { get; } = [];

    /// <summary>Events to hold.</summary>
    public List<AcceptedEvent> Held { get; } = [];

    /// <summary>Keys of held events that are bound now.</summary>
    public List<TenantKey> Released { get; } = [];

    /// <summary>Cases that events of this batch belong to, with a customer.</summary>
    public IReadOnlyCollection<TenantKey> Cases => newCases.Keys;

    /// <summary>Customers with new events.</summary>
    public IReadOnlyCollection<CustomerBatch> Customers => customers.Values;

    /// <summary>Results of a work, one an event.</summary>
    public AppendResult[] Bind(IntakeWork work)
    {
        var results = new AppendResult[work.Events.Count];
        if (work.ExpectedVersion is { } expected && Conflict(work, expected) is { } reason)
        {
            for (var i = 0; i < results.Length; i++)
                results[i] = AlreadyThere(work.Events[i]) ?? Rejected(work.Events[i], RejectionCodes.VersionConflict, reason);
            return results;
        }
        if (work.Basis is { } basis && !Stands(work.Events[0].Tenant, basis))
        {
            for (var i = 0; i < results.Length; i++)
                results[i] = Rejected(work.Events[i], RejectionCodes.VersionConflict, "something has happened to the customer since: read it again and decide anew");
            return results;
        }
        for (var i = 0; i < results.Length; i++) results[i] = Bind(work.Events[i]);
        return results;
    }

    /// <summary>True when nothing has happened to a customer since, in this batch neither.</summary>
    private bool Stands(string tenant, CustomerMark mark) =>
        new CustomerKey(tenant, mark.Customer) is var key && !customers.ContainsKey(key)
        && loaded.Streams.TryGetValue(key, out var place) && place == mark.Stream && loaded.Switches == mark.Switches;

    private AppendResult Bind(AcceptedEvent @event)
    {
        if (AlreadyThere(@event) is { } there) return there;
        var (customer, remark) = Resolve(@event);
        var result = customer is not null ? Place(@event, customer, remark)
            : @event.OwnId is not null ? Rejected(@event, RejectionCodes.UnknownCustomer, $"id:{@event.OwnId} names no customer; send another identifier, or an id that the store gave")
            : Hold(@event);
        if (result.Status != AppendStatus.Rejected) placed[@event.Key] = (result, @event.Fingerprint);
        return result;
    }

    private AppendResult? AlreadyThere(AcceptedEvent @event)
    {
        if (placed.TryGetValue(@event.Key, out var earlier))
            return Differs(@event, earlier.Fingerprint)
                ? OtherEvent(@event, earlier.Result.Position)
                : earlier.Result with { Status = AppendStatus.Duplicate, Code = null, Reason = null };
        if (!loaded.Keys.TryGetValue(@event.Key, out var known) || (@event.WasHeld && known.Position is null)) return null;
        if (Differs(@event, known.Fingerprint)) return OtherEvent(@event, known.Position);
        return new AppendResult(@event.Candidate.Id, @event.Candidate.Source, AppendStatus.Duplicate, known.Position, known.Customer);
    }

    /// <summary>True when what is there under the same key says something else; what was stored past the intake has no fingerprint and is taken to be the same.</summary>
    private static bool Differs(AcceptedEvent @event, UInt128? there) => there is { } one && @event.Fingerprint is { } other && one != other;

    private static AppendResult OtherEvent(AcceptedEvent @event, long? position) => Rejected(
        @event, RejectionCodes.IdConflict,
        string.Create(
            CultureInfo.InvariantCulture,
            $"another event is {(position is { } at ? $"stored at position {at}" : "held")} under this source and id, and it says something else; "
            + $"give this one an id of its own and send it again"));

    /// <summary>Whose event it is: the first named identifier that is known; else a new customer; null: nobody is named, or only an unknown id.</summary>
    private (string? Customer, string? Remark) Resolve(AcceptedEvent @event)
    {
        if (@event.IsNameless) return (OfCase(@event), null);
        var customer = @event.OwnId is { } own && Exists(new CustomerKey(@event.Tenant, own)) ? own : null;
        if (customer is null && @event.Identifiers.Length == 0) return (null, null);
        string? other = null;
        foreach (var identifier in @event.Identifiers)
            if (loaded.Identifiers.TryGetValue(identifier, out var known))
            {
                customer ??= known;
                if (known != customer) other ??= identifier.Identifier;
            }
        customer ??= ids.New(now).ToString();
        foreach (var identifier in @event.Identifiers)
            if (loaded.Identifiers.TryAdd(identifier, customer)) Bound.Add((identifier, customer));
        return (customer, other is null ? null : $"{other} belongs to another customer; the event went to the customer of the identifier named first");
    }

    private string? OfCase(AcceptedEvent @event)
    {
        // A customer that came between the lock and the look-up is not locked: the event waits for the next try.
        var customer = @event.Case is { } key ? CustomerOf(new TenantKey(@event.Tenant, key)) : null;
        return customer is not null && Exists(new CustomerKey(@event.Tenant, customer)) ? customer : null;
    }

    /// <summary>Whose the case is, by its events stored before and by those placed in this batch; "": of several; null: not known.</summary>
    private string? CustomerOf(TenantKey @case) => Same(loaded.Cases.GetValueOrDefault(@case), newCases.GetValueOrDefault(@case));

    private static string? Same(string? one, string? other) => one is null || one == other ? other : other is null ? one : "";

    private AppendResult Place(AcceptedEvent @event, string customer, string? remark)
    {
        var batch = Batch(new CustomerKey(@event.Tenant, customer));
        var position = loaded.Positions[drawn++];
        batch.Add(@event, position);
        if (@event.WasHeld) Released.Add(@event.Key);
        if (@event.Case is { } key)
        {
            var @case = new TenantKey(@event.Tenant, key);
            newCases[@case] = Same(newCases.GetValueOrDefault(@case), customer)!;
        }
        return new AppendResult(
            @event.Candidate.Id, @event.Candidate.Source, AppendStatus.Stored, position, customer, remark is null ? null : RejectionCodes.IdentityConflict, remark);
    }

    private AppendResult Hold(AcceptedEvent @event)
    {
        var (code, reason) = Why(@event);
        if (!@event.WasHeld) Held.Add(@event);
        return new AppendResult(@event.Candidate.Id, @event.Candidate.Source, AppendStatus.Held, Code: code, Reason: reason);
    }

    /// <summary>Why an event is held.</summary>
    public (string Code, string Reason) Why(AcceptedEvent @event) =>
        @event.Case is { } key && CustomerOf(new TenantKey(@event.Tenant, key)) == ""
            ? AmbiguousCase(@event.Candidate)
            : (RejectionCodes.NoCustomer, @event.Case is null
                ? "no customer and no case is named"
                : $"no customer is named, and none is known yet for case {@event.Candidate.CaseId} of {@event.Candidate.Process}");

    /// <summary>Why an event is held whose case has several customers.</summary>
    public static (string Code, string Reason) AmbiguousCase(EventCandidate held) =>
        (RejectionCodes.AmbiguousCase, $"no customer is named, and case {held.CaseId} of {held.Process} has events of several customers");

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
        @event.OwnId ?? @event.Identifiers.Select(i => loaded.Identifiers.GetValueOrDefault(i)).FirstOrDefault(customer => customer is not null);

    private long Version(CustomerKey key) =>
        customers.TryGetValue(key, out var batch) ? batch.Version : loaded.Streams.GetValueOrDefault(key).Version;

    private bool Exists(CustomerKey key) => loaded.Streams.ContainsKey(key) || customers.ContainsKey(key);

    private CustomerBatch Batch(CustomerKey key)
    {
        if (!customers.TryGetValue(key, out var batch)) customers.Add(key, batch = new CustomerBatch(key, loaded.Streams.TryGetValue(key, out var place) ? place : null));
        return batch;
    }

    private static AppendResult Rejected(AcceptedEvent @event, string code, string reason) =>
        new(@event.Candidate.Id, @event.Candidate.Source, AppendStatus.Rejected, Code: code, Reason: reason);
}
