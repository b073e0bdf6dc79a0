using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Which of a customer's events go with identifiers that are taken out: those that name some of them and none of the customer's others. An event
/// that names
/// nobody goes with its case, when all in it that name somebody go. What the store added by itself stays.
/// </summary>
/// <param name="rules">In which form identifiers are compared.</param>
/// <param name="taken">The identifiers, in the form in which they are compared.</param>
/// <param name="kept">The customer's others.</param>
internal sealed class SplitScan(IdentityRules rules, IReadOnlySet<string> taken, IReadOnlySet<string> kept)
{
    private readonly List<(OccurrencePlace Place, Guid? Case)> going = [];
    private readonly List<(OccurrencePlace Place, Guid Case)> nameless = [];
    private readonly HashSet<Guid> casesThatGo = [];
    private readonly HashSet<Guid> casesThatStay = [];

    /// <summary>Takes the customer's next event in the order they occurred.</summary>
    public void Take(in StoredEvent stored)
    {
        var envelope = EventHeaders.Read(stored.Headers.Span, stored.Type, stored.OccurredAt, default);
        if (envelope.Source == Intake.OwnFacts.Source) return;
        var @case = EventKey.OfCase(stored.Tenant, envelope.Process, envelope.CaseId);
        if (envelope.Customer.Count == 0)
        {
            if (@case is { } key) nameless.Add((stored.Place, key));
            return;
        }
        var goes = false;
        foreach (var identifier in envelope.Customer)
        {
            var name = rules.Form(identifier).ToString();
            goes |= taken.Contains(name);
            if (!kept.Contains(name) && identifier.Type != Identifier.OwnType) continue;
            goes = false;
            break;
        }
        if (goes) going.Add((stored.Place, @case));
        if (@case is { } of) (goes ? casesThatGo : casesThatStay).Add(of);
    }

    /// <summary>Their places, in order.</summary>
    public IReadOnlyList<OccurrencePlace> Places() =>
    [
        .. going.Select(one => one.Place)
            .Concat(nameless.Where(one => casesThatGo.Contains(one.Case) && !casesThatStay.Contains(one.Case)).Select(one => one.Place)).Order(),
    ];
}
