using System.Text.Json;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Decisions;

/// <summary>Loads, decides, records; and derives a recorded decision again.</summary>
internal sealed class Decider(
    IReadOnlyList<Policy> policies, CustomerReader customers, Database storage, EventReader reader,
    Func<AppendRequest, CustomerMark?, CancellationToken, Task<AppendReceipt>> append, TimeProvider time, IIdSource ids,
    IReadOnlyDictionary<string, string> versions)
{
    /// <summary>Source of the events that record decisions.</summary>
    public const string Source = "urn:journeystore:decisions";

    /// <summary>Type of the events that record decisions.</summary>
    public const string EventType = "decision.made";

    private static readonly JsonElement NoFacts = JsonDocument.Parse("{}").RootElement;

    public async Task<DecisionReceipt> DecideAsync(string tenant, string policyName, DecisionRequest request, CancellationToken ct)
    {
        var policy = Find(policyName) ?? throw new NotFoundException(
            "unknown-policy", $"There is no policy '{policyName}'; there are {string.Join(", ", policies.Select(p => p.Name))}.");
        using var activity = Telemetry.Traces.StartActivity("journeystore.decide")?.SetTag("journeystore.policy", policyName);
        var began = time.GetTimestamp();
        if (!CustomerRef.TryParse(request.Customer, out var customer, out var problem)) throw new BadParameterException("customer", $"customer: {problem}.");
        var facts = request.Facts ?? NoFacts;
        if (facts.ValueKind != JsonValueKind.Object) throw new BadParameterException("facts", $"facts is a JSON object, found {facts.ValueKind}.");
        FactCheck.Check(policy, facts);
        // Decided on what is remembered; the commit that records it proves that it was so, or the customer is read and it is decided anew.
        var receipt = customers.Recall(tenant, customer) is { } remembered && (request.MinPosition ?? 0) <= remembered.Context.Position
            ? await DecideOnAsync(tenant, policy, remembered.Context, remembered.Mark, facts, ct)
            : null;
        receipt ??= await DecideOnAsync(
            tenant, policy, await customers.ContextAsync(tenant, customer, new ContextQuery(MinPosition: request.MinPosition), ct), null, facts, ct);
        Telemetry.DecisionDuration.Record(time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("policy", policyName));
        return receipt!;
    }

    public async Task<DecisionReceipt> FindAsync(string tenant, string decisionId, CancellationToken ct)
    {
        var stored = await storage.ReadEventAsync(tenant, EventKey.OfEvent(tenant, Source, decisionId), ct)
            ?? throw new NotFoundException("unknown-decision", $"There is no decision '{decisionId}'.");
        var receipt = JsonSerializer.Deserialize<DecisionReceipt>(reader.Read(stored).Data.Span, ViewJson.Options)!;
        // Of a customer who was erased the facts are gone.
        return receipt.Facts.ValueKind == JsonValueKind.Undefined ? receipt with { Facts = NoFacts } : receipt;
    }

    public async Task<DecisionExplanation> ExplainAsync(string tenant, string decisionId, CancellationToken ct)
    {
        var recorded = await FindAsync(tenant, decisionId, ct);
        if (Find(recorded.Policy) is not { } policy)
            return new DecisionExplanation(recorded, null, false, $"The policy '{recorded.Policy}' is no longer there.");
        var context = await customers.ReplayAsync(tenant, recorded.Customer, recorded.Seen ?? recorded.Position, recorded.AsOf, ct);
        var replayed = Decide(policy, recorded.DecisionId, context, recorded.Facts) with
        {
            Position = recorded.Position, Seen = recorded.Seen, UnsettledSince = recorded.UnsettledSince,
        };
        var same = replayed.Outcome == recorded.Outcome && replayed.Reasons.SequenceEqual(recorded.Reasons)
            && replayed.Evidence.SequenceEqual(recorded.Evidence);
        var remark = DecisionDifferences.OfVersions(recorded, replayed) ?? (same ? null : Why(recorded));
        return new DecisionExplanation(recorded, replayed, same, remark) { Differs = same ? [] : DecisionDifferences.Of(recorded, replayed) };
    }

    private static string Why(DecisionReceipt recorded)
    {
        if (recorded.UnsettledSince is { } since)
            return "Decided before what had come late was folded: "
                + $"of what occurred from {since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFZ} on, not every event stored by then was seen.";
        return recorded.Versions is null
            ? "The receipt does not say by which versions of views and signals it was decided."
            : "Every version is what it was: what a view, a signal or the policy makes of events was changed without raising its version.";
    }

    /// <summary>The decision as recorded; null: the customer does not stand where it is taken to, and nothing is recorded.</summary>
    private async Task<DecisionReceipt?> DecideOnAsync(
        string tenant, Policy policy, CustomerContext context, CustomerMark? basis, JsonElement facts, CancellationToken ct)
    {
        var asOf = Acceptance.ToMicroseconds(context.AsOf);
        var receipt = Decide(policy, ids.New(asOf).ToString(), context with { AsOf = asOf }, facts);
        return await TryRecordAsync(tenant, receipt, basis, ct) ? receipt : null;
    }

    private Policy? Find(string name) => policies.FirstOrDefault(policy => policy.Name == name);

    private DecisionReceipt Decide(Policy policy, string id, CustomerContext context, JsonElement facts)
    {
        var input = new DecisionInput(
            context.Customer, facts, context.AsOf,
            context.Views.Values.ToDictionary(view => view.GetType()),
            context.Signals.ToDictionary(signal => signal.Name));
        var verdict = policy.Decide(input);
        return new DecisionReceipt(
            id, context.Customer, policy.Name, policy.Version, verdict.Outcome, verdict.Reasons, verdict.Evidence,
            context.Position, context.AsOf, facts)
        {
            Seen = context.Seen == context.Position ? null : context.Seen, UnsettledSince = context.Unsettled, Versions = versions,
        };
    }

    private async Task<bool> TryRecordAsync(string tenant, DecisionReceipt receipt, CustomerMark? basis, CancellationToken ct)
    {
        var candidate = new EventCandidate
        {
            Source = Source,
            Id = receipt.DecisionId,
            Type = EventType,
            OccurredAt = receipt.AsOf,
            Customer = [new Identifier(Identifier.OwnType, receipt.Customer)],
            Actor = $"policy:{receipt.Policy}",
            Data = JsonSerializer.SerializeToUtf8Bytes(receipt, ViewJson.Options),
        };
        var result = (await append(new AppendRequest(tenant, [candidate]), basis, ct)).Results[0];
        if (basis is not null && result.Code == RejectionCodes.VersionConflict) return false;
        if (result.Status == AppendStatus.Stored) return true;
        throw new StoreException(result.Code ?? "not-recorded", $"The decision could not be recorded: {result.Reason ?? result.Status.ToString()}.");
    }
}
