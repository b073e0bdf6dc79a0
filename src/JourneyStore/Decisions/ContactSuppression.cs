using JourneyStore.Engine.Decisions;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Promises;
using JourneyStore.Views;

namespace JourneyStore.Decisions;

/// <summary>
/// Whether a campaign may write to this customer now. A message with the <c>purpose</c> <c>service</c> is always sent. Outcomes, the first that fits:
/// <list type="bullet">
/// <item><c>suppress</c>: friction is critical, a complaint is younger than 30 days, or a promise is overdue.</item>
/// <item>
/// <c>defer</c>: friction is strained, an open case missed its service level or has been without news for 7 days, or 3 messages went out
/// in 7 days.
/// </item>
/// <item><c>send</c>: otherwise.</item>
/// </list>
/// </summary>
public sealed class ContactSuppression : Policy
{
    /// <summary>How long a complaint holds campaigns back: 30 days.</summary>
    public static readonly TimeSpan AfterComplaint = TimeSpan.FromDays(30);

    /// <summary>How far back messages are counted: 7 days.</summary>
    public static readonly TimeSpan MessageWindow = TimeSpan.FromDays(7);

    /// <summary>Most messages within the window.</summary>
    public const int MostMessages = 3;

    /// <inheritdoc />
    public override string Name => "contact-suppression";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override string Describes => "Whether a campaign may write to the customer now, given what is going on: send, defer or suppress.";

    /// <inheritdoc />
    public override IReadOnlyList<Fact> Facts { get; } =
    [
        Fact.Text("campaign", "The campaign that wants to write"),
        Fact.Text("channel", "How it would write, for instance email"),
        Fact.OneOf("purpose", "What the message is for; a service message is always sent", "marketing", "service"),
    ];

    /// <inheritdoc />
    public override Verdict Decide(DecisionInput input)
    {
        var profile = input.View<CustomerProfile>();
        var reasoning = new Reasoning();
        if (input.IsFact("purpose", "service"))
        {
            reasoning.Because($"A service message is not held back.");
            return reasoning.Decides("send");
        }
        SayWhatForbids(reasoning, profile, input);
        if (!reasoning.IsEmpty) return reasoning.Decides("suppress");
        SayWhatDelays(reasoning, profile, input);
        if (!reasoning.IsEmpty) return reasoning.Decides("defer");
        var messages = Wording.Of(RecentMessages(profile, input).Count, "message", "messages");
        reasoning.Because($"No complaint, no overdue promise and no troubled case; {messages} in the last 7 days.");
        return reasoning.Decides("send");
    }

    private static void SayWhatForbids(Reasoning reasoning, CustomerProfile profile, DecisionInput input)
    {
        if (profile.LastComplaint is { } complaint && input.AsOf - complaint.OccurredAt < AfterComplaint)
            reasoning.Because($"The customer complained on {Wording.Moment(complaint.OccurredAt)}, less than 30 days ago.", complaint);
        if (profile.Promises.Open.Find(p => p.IsOverdue(input.AsOf)) is { } promise)
            reasoning.Because($"A promise to the customer ({promise.What}) has been overdue since {Wording.Moment(promise.DueAt!.Value)}.", promise);
        if (input.Signal("friction") is { Label: "critical" } friction)
            reasoning.Because($"Friction is {friction.Value:0.0} (critical); heaviest: {Wording.Heaviest(friction)}.", friction);
    }

    private static void SayWhatDelays(Reasoning reasoning, CustomerProfile profile, DecisionInput input)
    {
        if (input.Signal("friction") is { Label: "strained" } friction)
            reasoning.Because($"Friction is {friction.Value:0.0} (strained); heaviest: {Wording.Heaviest(friction)}.", friction);
        if (profile.Cases.Open.FindLast(c => c.Breached && c.ResolvedAt is null) is { } late)
        {
            var since = Wording.Moment(late.OpenedAt);
            reasoning.Because($"{late.CaseId} is open since {since} and missed its service level; write when it is settled.", late);
        }
        if (input.Signal("silence") is { Label: "silent" } silence)
        {
            var days = Wording.Of(Math.Floor(silence.Value), "day", "days");
            reasoning.Because($"An open case has been without news for {days}; give that news first.", silence);
        }
        var messages = RecentMessages(profile, input);
        if (messages.Count >= MostMessages)
            reasoning.Because($"{messages.Count} messages in the last 7 days are enough.", messages);
    }

    private static List<Mention> RecentMessages(CustomerProfile profile, DecisionInput input) =>
        profile.RecentMessages.FindAll(m => input.AsOf - m.OccurredAt < MessageWindow);
}
