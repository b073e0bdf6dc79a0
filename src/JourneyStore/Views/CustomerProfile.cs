using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Contacts;
using JourneyStore.Events.Decisions;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Promises;

namespace JourneyStore.Views;

/// <summary>Who a customer is and where they stand: the row of the view <c>profile</c>. All lists are bounded.</summary>
public sealed record CustomerProfile
{
    /// <summary>Our id of the customer.</summary>
    public required string Customer { get; init; }

    /// <summary>The name last told; null: never told.</summary>
    public string? Name { get; set; }

    /// <summary>The segment last told; null: never told.</summary>
    public string? Segment { get; set; }

    /// <summary>Identifiers of the organisation as last told, written <c>type:value</c>; empty: never told.</summary>
    public IReadOnlyList<string> Account { get; set; } = [];

    /// <summary>When the first event occurred; null: none yet.</summary>
    public DateTimeOffset? FirstSeen { get; set; }

    /// <summary>When the newest event occurred, what the store notes by itself not counted; null: none yet.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>Number of events.</summary>
    public long Events { get; set; }

    /// <summary>Events by type: at most 64 types, then <c>other</c>.</summary>
    public Tally EventsByType { get; init; } = new();

    /// <summary>Events by channel: at most 16 channels, then <c>other</c>.</summary>
    public Tally EventsByChannel { get; init; } = new();

    /// <summary>Cases: the newest 100 open ones, and counts.</summary>
    public OpenCases Cases { get; init; } = new();

    /// <summary>What went well and badly in cases.</summary>
    public CaseRecord CaseRecord { get; init; } = new();

    /// <summary>Promises: the newest 32 open ones, and counts.</summary>
    public OpenPromises Promises { get; init; } = new();

    /// <summary>What became of orders.</summary>
    public OrderRecord Orders { get; init; } = new();

    /// <summary>Value tier at the newest event.</summary>
    public ValueTier ValueTier { get; set; }

    /// <summary>What the tier is reckoned from.</summary>
    public CustomerValue Value { get; init; } = new();

    /// <summary>The newest survey answer; null: none.</summary>
    public RatingGiven? LastRating { get; set; }

    /// <summary>The newest complaint; null: none.</summary>
    public Mention? LastComplaint { get; set; }

    /// <summary>When the customer last came to us; null: never.</summary>
    public DateTimeOffset? LastInboundAt { get; set; }

    /// <summary>When we last went to the customer of our own accord; null: never.</summary>
    public DateTimeOffset? LastOutboundAt { get; set; }

    /// <summary>Messages of the 30 days before the newest event, oldest first; the newest 32 at most.</summary>
    public List<Mention> RecentMessages { get; init; } = [];
}

/// <summary>What went well and badly in a customer's cases: counts of events.</summary>
public sealed record CaseRecord
{
    /// <summary>Times the customer came to us: tickets, calls, complaints.</summary>
    public long Contacts { get; set; }

    /// <summary>Service levels missed.</summary>
    public long SlaBreaches { get; set; }

    /// <summary>Hand-overs to somebody else.</summary>
    public long Reassignments { get; set; }

    /// <summary>Times a settled matter came back.</summary>
    public long Reopens { get; set; }

    /// <summary>Escalations.</summary>
    public long Escalations { get; set; }

    /// <summary>Complaints.</summary>
    public long Complaints { get; set; }

    internal void Take(IEventBody? body)
    {
        if (body is IInboundContact) Contacts++;
        if (body is IBreachesSla) SlaBreaches++;
        if (body is IReassignsCase) Reassignments++;
        if (body is IReopensCase) Reopens++;
        if (body is IEscalatesCase) Escalations++;
        if (body is IComplaint) Complaints++;
    }
}

/// <summary>An event that the profile points to.</summary>
/// <param name="EventId">The producer's id.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="Title">One line that tells what happened.</param>
public sealed record Mention(string EventId, long Position, DateTimeOffset OccurredAt, string Title);

/// <summary>A survey answer.</summary>
/// <param name="Score">The mark given.</param>
/// <param name="Scale">The best mark there is.</param>
/// <param name="OccurredAt">When it was given.</param>
public sealed record RatingGiven(double Score, double Scale, DateTimeOffset OccurredAt);

/// <summary>The view <c>profile</c>: current when the receipt of an event is sent, and what policies decide by.</summary>
public sealed class CustomerProfileProjection : CustomerProjection<CustomerProfile>, IShown
{
    /// <summary>Most event types counted on their own.</summary>
    public const int MostTypes = 64;

    /// <summary>Most channels counted on their own.</summary>
    public const int MostChannels = 16;

    /// <summary>Most messages kept.</summary>
    public const int MostMessages = 32;

    /// <summary>How long a message counts as recent.</summary>
    public static readonly TimeSpan RecentMessage = TimeSpan.FromDays(30);

    /// <inheritdoc />
    public override string Name => "profile";

    /// <inheritdoc />
    public override string Describes => "Who a customer is and where they stand: value, open cases and promises, counts, last contacts.";

    /// <inheritdoc />
    public override CustomerProfile Start(string customer) => new() { Customer = customer };

    /// <inheritdoc />
    public override CustomerProfile Apply(CustomerProfile view, JourneyEvent @event)
    {
        view.Events++;
        view.EventsByType.Count(@event.Type, MostTypes);
        view.Cases.Apply(@event);
        // What we note ourselves did not happen to the customer: asking for a decision must not make anybody look active.
        if (@event.Body is IOwnRecord) return view;
        view.FirstSeen ??= @event.OccurredAt;
        view.LastSeen = @event.OccurredAt;
        if (@event.Account.Count > 0) view.Account = [.. @event.Account.Select(identifier => identifier.ToString())];
        if (@event.Channel is { } channel) view.EventsByChannel.Count(channel, MostChannels);
        if (@event.Body is CustomerIdentified known) (view.Name, view.Segment) = (known.Name ?? view.Name, known.Segment ?? view.Segment);
        view.CaseRecord.Take(@event.Body);
        view.Promises.Apply(@event);
        view.Orders.Take(@event.Body);
        view.Value.Apply(@event);
        view.ValueTier = view.Value.TierAt(@event.OccurredAt);
        TakeContact(view, @event);
        return view;
    }

    /// <inheritdoc />
    public object Show(object row, DateTimeOffset asOf) => ProfileAnswer.Of((CustomerProfile)row, asOf);

    private static void TakeContact(CustomerProfile view, JourneyEvent @event)
    {
        if (@event.Body is IInboundContact) view.LastInboundAt = @event.OccurredAt;
        if (@event.Body is IRates rating) view.LastRating = new RatingGiven(rating.Score, rating.Scale, @event.OccurredAt);
        if (@event.Body is IComplaint) view.LastComplaint = MentionOf(@event);
        if (@event.Body is not IOutboundContact) return;
        view.LastOutboundAt = @event.OccurredAt;
        view.RecentMessages.RemoveAll(m => m.OccurredAt < @event.OccurredAt - RecentMessage);
        view.RecentMessages.Add(MentionOf(@event));
        if (view.RecentMessages.Count > MostMessages) view.RecentMessages.RemoveAt(0);
    }

    private static Mention MentionOf(JourneyEvent @event) => new(@event.Id, @event.Position, @event.OccurredAt, @event.Title);
}
