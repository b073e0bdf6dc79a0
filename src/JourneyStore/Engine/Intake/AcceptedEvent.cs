using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>A candidate that passed the checks, on its way to the log.</summary>
internal sealed class AcceptedEvent
{
    public AcceptedEvent(
        string tenant, EventCandidate candidate, DateTimeOffset occurredAt, IEventBody? body, UInt128? fingerprint, IdentityRules rules)
    {
        (Tenant, Candidate, OccurredAt, Body, Fingerprint) = (tenant, candidate, occurredAt, body, fingerprint);
        Key = new TenantKey(tenant, EventKey.OfEvent(tenant, candidate.Source, candidate.Id));
        Case = EventKey.OfCase(tenant, candidate.Process, candidate.CaseId);
        Identifiers = new IdentifierKey[candidate.Customer.Count];
        Span<int> priorities = Identifiers.Length <= Identifier.MaxInOneList ? stackalloc int[Identifiers.Length] : new int[Identifiers.Length];
        foreach (var identifier in candidate.Customer)
        {
            if (identifier.Type == Identifier.OwnType) OwnIds = [.. OwnIds, identifier.Value];
            else if (rules.NameOf(identifier) is { } name) Add(new IdentifierKey(tenant, name.ToString()), rules.Of(name.Type).Priority, priorities);
            else Blocked = [.. Blocked, identifier];
        }
        if (known < Identifiers.Length) Identifiers = Identifiers[..known];
    }

    private int known;

    // Written differently, two identifiers of one event may be one. Behind those that go before it: of one priority, whichever is named first.
    private void Add(IdentifierKey identifier, int priority, Span<int> priorities)
    {
        if (Array.IndexOf(Identifiers, identifier, 0, known) >= 0) return;
        var at = known++;
        for (; at > 0 && priorities[at - 1] < priority; at--) (Identifiers[at], priorities[at]) = (Identifiers[at - 1], priorities[at - 1]);
        (Identifiers[at], priorities[at]) = (identifier, priority);
    }

    public string Tenant { get; }

    public EventCandidate Candidate { get; }

    public DateTimeOffset OccurredAt { get; }

    public IEventBody? Body { get; }

    /// <summary>What it says, in 128 bits (<see cref="Checks.EventFingerprint"/>); null: it was held by a build that kept none.</summary>
    public UInt128? Fingerprint { get; }

    public TenantKey Key { get; }

    public Guid? Case { get; }

    /// <summary>Written identifiers in the form in which they are compared (<see cref="IdentifierForm"/>), by their priority, without our own ids and
    /// those that name nobody.</summary>
    public IdentifierKey[] Identifiers { get; }

    /// <summary>Our own ids of customers, when the producer names such.</summary>
    public string[] OwnIds { get; } = [];

    /// <summary>The first of them.</summary>
    public string? OwnId => OwnIds.Length > 0 ? OwnIds[0] : null;

    /// <summary>True when an operator says that those named are one customer, whatever the rules say.</summary>
    public bool Overrules { get; init; }

    /// <summary>What is to be taken out of the customer, instead of an event to be stored; null: it is an event.</summary>
    public SplitOrder? Split { get; init; }

    /// <summary>Identifiers that name nobody by the rules, as they came.</summary>
    public IReadOnlyList<Identifier> Blocked { get; } = [];

    /// <summary>True for a held event that is tried again: its key is there already.</summary>
    public bool WasHeld { get; init; }

    /// <summary>Nobody is named, so the case has to tell whose event it is.</summary>
    public bool IsNameless => OwnId is null && Identifiers.Length == 0;

    public int Bytes => Candidate.Data.Length + 200;
}
