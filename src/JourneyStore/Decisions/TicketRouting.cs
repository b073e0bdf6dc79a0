using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Signals;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Promises;
using JourneyStore.Views;

namespace JourneyStore.Decisions;

/// <summary>
/// Where a new or returning ticket goes. The process alone would look at its priority; this looks at the customer as well. Outcomes, the first that
/// fits:
/// <list type="bullet">
/// <item>
/// <c>callback-now</c>: a promised callback is overdue, or friction is critical for a gold or platinum customer or one who keeps coming
/// back.
/// </item>
/// <item><c>case-owner</c>: somebody already works on an open case of the same process and category, and friction is not critical.</item>
/// <item>
/// <c>senior-queue</c>: friction is strained or critical, three service levels were missed, four contacts came, a platinum customer, or
/// priority 1.
/// </item>
/// <item><c>standard-queue</c>: otherwise.</item>
/// </list>
/// </summary>
public sealed class TicketRouting : Policy
{
    /// <inheritdoc />
    public override string Name => "ticket-routing";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override string Describes =>
        "Where a ticket goes, given what its customer has been through: callback-now, case-owner, senior-queue or standard-queue.";

    /// <inheritdoc />
    public override IReadOnlyList<Fact> Facts { get; } =
    [
        Fact.Text("process", "The process that asks, for instance incident; an open case of another one does not count as the same matter"),
        Fact.Text("caseId", "The ticket's number"),
        Fact.Text("subject", "What the ticket is about"),
        Fact.Text("category", "Its category; an open case of another one does not count as the same matter"),
        Fact.Rank("priority", "Its priority, 1 the highest"),
    ];

    /// <inheritdoc />
    public override Verdict Decide(DecisionInput input)
    {
        var profile = input.View<CustomerProfile>();
        var friction = input.Signal("friction");
        var contacts = input.Signal("repeat-contact");
        var breaches = input.Signal("sla-breaches");
        var reasoning = new Reasoning();

        if (OverdueCallback(profile, input.AsOf) is { } callback)
        {
            reasoning.Because($"We promised a callback for {Wording.Moment(callback.DueAt!.Value)} and have not called.", callback);
            SayWhatHurts(reasoning, friction, breaches, contacts);
            return reasoning.Decides("callback-now");
        }
        if (friction.Label == "critical" && (profile.ValueTier >= ValueTier.Gold || contacts.Label == "persistent"))
        {
            SayWhatHurts(reasoning, friction, breaches, contacts);
            SayTier(reasoning, profile);
            return reasoning.Decides("callback-now");
        }
        if (friction.Label != "critical" && RelatedCase(profile, input) is { } open)
        {
            var since = Wording.Moment(open.OpenedAt);
            reasoning.Because($"{open.Assignee} already works on {open.CaseId}, open since {since}; the customer need not explain it again.", open);
            SayWhatHurts(reasoning, friction, breaches, contacts);
            return reasoning.Decides("case-owner");
        }
        SayWhatHurts(reasoning, friction, breaches, contacts);
        if (profile.ValueTier == ValueTier.Platinum) SayTier(reasoning, profile);
        if (input.RankFact("priority") == 1) reasoning.Because($"The process gives it the highest priority.");
        if (!reasoning.IsEmpty) return reasoning.Decides("senior-queue");

        var missed = Wording.Of(breaches.Value, "service level", "service levels");
        var came = Wording.Of(contacts.Value, "contact", "contacts");
        reasoning.Because($"Nothing calls for special care: {missed} missed in 90 days, {came} in 14 days, friction {friction.Value:0.0} (calm).");
        return reasoning.Decides("standard-queue");
    }

    private static OpenPromise? OverdueCallback(CustomerProfile profile, DateTimeOffset asOf) =>
        profile.Promises.Open.Find(p => p.IsOverdue(asOf) && p.What.Equals("callback", StringComparison.OrdinalIgnoreCase));

    private static OpenCase? RelatedCase(CustomerProfile profile, DecisionInput input)
    {
        var (process, category) = (input.TextFact("process"), input.TextFact("category"));
        return profile.Cases.Open.FindLast(c =>
            c.Assignee is not null && c.ResolvedAt is null
            && (process is null || c.Process == process)
            && (category is null || c.Category is null || category.Equals(c.Category, StringComparison.OrdinalIgnoreCase)));
    }

    private static void SayTier(Reasoning reasoning, CustomerProfile profile) =>
        reasoning.Because($"A {profile.ValueTier.ToString().ToLowerInvariant()} customer.");

    private static void SayWhatHurts(Reasoning reasoning, SignalValue friction, SignalValue breaches, SignalValue contacts)
    {
        if (friction.Label != "calm")
            reasoning.Because($"Friction is {friction.Value:0.0} ({friction.Label}); heaviest: {Wording.Heaviest(friction)}.", friction);
        if (breaches.Label == "many")
            reasoning.Because($"{breaches.Value:0} service levels missed in the last 90 days.", breaches);
        if (contacts.Label == "persistent")
            reasoning.Because($"{contacts.Value:0} contacts in the last 14 days, the first on {Wording.Moment(contacts.Since!.Value)}.", contacts);
    }
}
