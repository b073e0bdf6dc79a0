using System.Text.Json;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Identity;

/// <summary>
/// Joins two customers because an operator says that they are one, whatever the rules of their identifiers say: an <c>identity.linked</c> that
/// names both
/// goes the way of every event.
/// </summary>
/// <param name="customers">Answers questions about a customer.</param>
/// <param name="views">The inline views.</param>
/// <param name="preview">Folds two customers as one.</param>
/// <param name="storage">The database.</param>
/// <param name="submit">Gives an event to the intake.</param>
/// <param name="time">The clock.</param>
/// <param name="ids">Where the event's id comes from.</param>
/// <param name="rules">The rules of identifiers.</param>
internal sealed class CustomerMerge(
    CustomerReader customers, InlineViews views, MergePreview preview, Database storage,
    Func<AcceptedEvent, CancellationToken, Task<AppendResult>> submit, TimeProvider time, IIdSource ids,
    IdentityRules rules)
{
    private const int MostDecisions = 100;

    /// <exception cref="NotFoundException">One of them is not known.</exception>
    /// <exception cref="StoreException">Code <c>one-customer</c>: they are one already.</exception>
    public async Task<MergeReport> RunAsync(
        string tenant, CustomerRef one, CustomerRef other, string by, string? why, bool dryRun, CancellationToken ct)
    {
        var left = await customers.ContextAsync(tenant, one, new ContextQuery(), ct);
        var right = await customers.ContextAsync(tenant, other, new ContextQuery(), ct);
        if (left.Customer == right.Customer)
            throw new StoreException("one-customer", $"Two customers were expected; '{one}' and '{other}' are one already, {left.Customer}.");
        var leftExtent = await storage.ReadExtentAsync(tenant, left.Customer, ct);
        var rightExtent = await storage.ReadExtentAsync(tenant, right.Customer, ct);
        var (stays, goes, events) = leftExtent.First < rightExtent.First ? (left, right, rightExtent.Events) : (right, left, leftExtent.Events);
        var report = await ReportAsync(tenant, stays, goes, events, ct);
        if (dryRun) return report;
        var now = time.GetUtcNow();
        var body = new IdentityLinked { By = by, Why = why };
        var candidate = new EventCandidate
        {
            Source = OwnFacts.Source, Id = $"merge:{ids.New(now)}", Type = IdentityLinked.Type, OccurredAt = now,
            Customer = [new Identifier(Identifier.OwnType, stays.Customer), new Identifier(Identifier.OwnType, goes.Customer)],
            Data = JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options),
        };
        var print = Intake.Checks.EventFingerprint.Of(candidate);
        var accepted = new AcceptedEvent(tenant, candidate, Acceptance.ToMicroseconds(now), body, print, rules) { Overrules = true };
        var stored = await submit(accepted, ct);
        return report with { DryRun = false, Customer = stored.Customer!, Position = stored.Position };
    }

    private async Task<MergeReport> ReportAsync(string tenant, CustomerContext stays, CustomerContext goes, long events, CancellationToken ct)
    {
        var together = await preview.FoldAsync(tenant, stays.Customer, goes.Customer, stays.AsOf, ct);
        var signals = together.Signals.Select((value, i) => new SignalChange(
            value.Name, stays.Signals[i].Value, stays.Signals[i].Label, goes.Signals[i].Value, goes.Signals[i].Label, value.Value, value.Label));
        var changed = views.All.Where(view => together.Views.TryGetValue(view.Name, out var row)
            && !view.Write(row).AsSpan().SequenceEqual(view.Write(stays.Views[view.Name])));
        var decisions = await DecisionsAsync(tenant, [stays.Customer, goes.Customer], ct);
        return new MergeReport(
            stays.Customer, goes.Customer, DryRun: true, null, events,
            [.. goes.Identifiers.Select(identifier => identifier.ToString())], [.. signals], [.. changed.Select(view => view.Name)], decisions);
    }

    private async Task<IReadOnlyList<string>> DecisionsAsync(string tenant, string[] of, CancellationToken ct)
    {
        var found = new List<(DateTimeOffset At, string Id)>();
        foreach (var customer in of)
        {
            var page = await customers.TimelineAsync(
                tenant, new CustomerRef(new Identifier(Identifier.OwnType, customer)), new TimelineQuery(MostDecisions, Type: Decider.EventType), ct);
            found.AddRange(page.Entries.Select(entry => (entry.OccurredAt, entry.Id)));
        }
        return [.. found.OrderByDescending(one => one.At).ThenBy(one => one.Id, StringComparer.Ordinal).Take(MostDecisions).Select(one => one.Id)];
    }
}
