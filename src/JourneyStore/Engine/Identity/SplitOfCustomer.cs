using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Takes identifiers, and the events that came with them, out of a customer, because an operator says that they are another's. Which events
/// these are is
/// found out beside appends; whoever appends to the customer meanwhile has it found out anew.
/// </summary>
internal sealed class SplitOfCustomer(
    CustomerReader customers, InlineViews views, SignalsProjection signals, EventReader reader, Database storage,
    Func<AcceptedEvent, long, CancellationToken, Task<AppendResult>> submit, TimeProvider time, IIdSource ids, IdentityRules rules)
{
    private const int MostTries = 5;
    private const int MostDecisions = 100;

    /// <exception cref="NotFoundException">The customer is not known.</exception>
    /// <exception cref="StoreException">
    /// Codes <c>not-theirs</c>: an identifier is not the customer's; <c>nothing-left</c>: the customer has no other; <c>busy</c>: the customer
    /// got events all the time.
    /// </exception>
    public async Task<SplitReport> RunAsync(
        string tenant, CustomerRef customer, IReadOnlyList<Identifier> identifiers, string by, string? why, bool dryRun, CancellationToken ct)
    {
        HashSet<string> taken = [.. identifiers.Select(identifier => rules.Form(identifier).ToString())];
        for (var tries = 1; ; tries++)
        {
            var context = await customers.ContextAsync(tenant, customer, new ContextQuery(), ct);
            var kept = context.Identifiers.Select(identifier => identifier.ToString()).ToHashSet();
            if (taken.FirstOrDefault(name => !kept.Contains(name)) is { } strange)
                throw new StoreException("not-theirs", $"Identifiers of '{customer}' were expected; '{strange}' is not one of them. They are {string.Join(", ", kept)}.");
            kept.ExceptWith(taken);
            if (kept.Count == 0)
                throw new StoreException("nothing-left", $"At least one identifier stays with '{customer}'; all of them were named. Name those that are somebody else's.");
            var scan = new SplitScan(rules, taken, kept);
            await foreach (var stored in storage.ReadAllAsync(tenant, context.Customer, null, ct)) scan.Take(stored);
            var moved = scan.Places();
            // As it is before: when it is done, what was taken out is nowhere to be seen in the customer's history.
            var report = await ReportAsync(tenant, context, taken, moved, ct);
            if (dryRun) return report;
            if (await TrySplitAsync(tenant, context, taken, moved, by, why, ct) is { } done)
                return report with { DryRun = false, Taken = done.Customer, Position = done.Position };
            if (tries == MostTries)
                throw new StoreException("busy", $"'{customer}' got events whenever a split was tried, {MostTries} times. Nothing is changed; try again.");
        }
    }

    private async Task<AppendResult?> TrySplitAsync(
        string tenant, CustomerContext context, IReadOnlySet<string> taken, IReadOnlyList<OccurrencePlace> moved, string by, string? why,
        CancellationToken ct)
    {
        var now = Acceptance.ToMicroseconds(time.GetUtcNow());
        var candidate = new EventCandidate
        {
            Source = OwnFacts.Source, Id = $"split:{ids.New(now)}", Type = CustomerSplit.Type, OccurredAt = now,
            Customer = [new Identifier(Identifier.OwnType, context.Customer)],
        };
        var order = new AcceptedEvent(tenant, candidate, now, null, EventFingerprint.Of(candidate), rules)
        {
            Split = new SplitOrder(context.Customer, [.. taken.Order(StringComparer.Ordinal)], moved, by, why),
        };
        var result = await submit(order, context.Version, ct);
        return result.Code == RejectionCodes.VersionConflict ? null : result;
    }

    /// <summary>Folds the history as the two that it will be.</summary>
    private async Task<SplitReport> ReportAsync(
        string tenant, CustomerContext context, IReadOnlySet<string> taken, IReadOnlyList<OccurrencePlace> moved, CancellationToken ct)
    {
        var positions = moved.Select(place => place.Position).ToHashSet();
        var (stays, goes) = (ViewsFold.From(views.All, context.Customer, null, default), ViewsFold.From(views.All, context.Customer, null, default));
        await foreach (var stored in storage.ReadAllAsync(tenant, context.Customer, context.AsOf, ct))
            (positions.Contains(stored.Position) ? goes : stays).Apply(reader.Read(stored));
        var at = Enumerable.Range(0, views.All.Count).First(i => views.All[i] == signals);
        var (kept, gone) = (signals.ReadAll(stays.Rows[at], context.AsOf), signals.ReadAll(goes.Rows[at], context.AsOf));
        var changed = Enumerable.Range(0, views.All.Count).Where(i => i != at
            && !views.All[i].Write(stays.Rows[i]).AsSpan().SequenceEqual(views.All[i].Write(context.Views[views.All[i].Name])));
        var decisions = await customers.TimelineAsync(
            tenant, new CustomerRef(new Identifier(Identifier.OwnType, context.Customer)),
            new TimelineQuery(MostDecisions, Type: Decisions.Decider.EventType), ct);
        return new SplitReport(
            context.Customer, null, DryRun: true, null, moved.Count, [.. taken.Order(StringComparer.Ordinal)],
            [.. context.Signals.Select((signal, i) => new SplitSignal(
                signal.Name, signal.Value, signal.Label, kept[i].Value, kept[i].Label, gone[i].Value, gone[i].Label))],
            [.. changed.Select(i => views.All[i].Name)], [.. decisions.Entries.Select(entry => entry.Id)]);
    }
}
