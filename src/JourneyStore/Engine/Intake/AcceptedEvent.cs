using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>A candidate that passed the checks, on its way to the log.</summary>
internal sealed class AcceptedEvent
{
    public AcceptedEvent(string tenant, EventCandidate candidate, DateTimeOffset occurredAt, IEventBody? body, UInt128? fingerprint)
    {
        (Tenant, Candidate, OccurredAt, Body, Fingerprint) = (tenant, candidate, occurredAt, body, fingerprint);
        Key = new TenantKey(tenant, EventKey.OfEvent(tenant, candidate.Source, candidate.Id));
        Case = EventKey.OfCase(tenant, candidate.Process, candidate.CaseId);
        Identifiers = new IdentifierKey[candidate.Customer.Count];
        for (var i = 0; i < Identifiers.Length; i++)
        {
            if (candidate.Customer[i].Type == Identifier.OwnType) OwnIds = [.. OwnIds, candidate.Customer[i].Value];
            else Add(new IdentifierKey(tenant, IdentifierForm.Of(candidate.Customer[i]).ToString()));
        }
        if (known < Identifiers.Length) Identifiers = Identifiers[..known];
    }

    private int known;

    // Written differently, two identifiers of one event may be one.
    private void Add(IdentifierKey identifier)
    {
        if (Array.IndexOf(Identifiers, identifier, 0, known) < 0) Identifiers[known++] = identifier;
    }

    public string Tenant { get; }

    public EventCandidate Candidate { get; }

    public DateTimeOffset OccurredAt { get; }

    public IEventBody? Body { get; }

    /// <summary>What it says, in 128 bits (<see cref="Checks.EventFingerprint"/>); null: it was held by a build that kept none.</summary>
    public UInt128? Fingerprint { get; }

    public TenantKey Key { get; }

    public Guid? Case { get; }

    /// <summary>Written identifiers in the form in which they are compared (<see cref="IdentifierForm"/>), without our own ids.</summary>
    public IdentifierKey[] Identifiers { get; }

    /// <summary>Our own ids of customers, when the producer names such.</summary>
    public string[] OwnIds { get; } = [];

    /// <summary>The first of them.</summary>
    public string? OwnId => OwnIds.Length > 0 ? OwnIds[0] : null;

    /// <summary>True when an operator says that those named are one customer, whatever the rules say.</summary>
    public bool Overrules { get; init; }

    /// <summary>What is to be taken out of the customer, instead of an event to be stored; null: it is an event.</summary>
    public SplitOrder? Split { get; init; }

    /// <summary>True for a held event that is tried again: its key is there already.</summary>
    public bool WasHeld { get; init; }

    /// <summary>Nobody is named, so the case has to tell whose event it is.</summary>
    public bool IsNameless => OwnId is null && Identifiers.Length == 0;

    public int Bytes => Candidate.Data.Length + 200;
}
