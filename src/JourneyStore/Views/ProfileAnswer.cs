using JourneyStore.Events.Cases;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Promises;

namespace JourneyStore.Views;

/// <summary>What an answer shows of a <see cref="CustomerProfile"/>: all of it but what only the fold needs.</summary>
public sealed record ProfileAnswer
{
    /// <summary>Our id of the customer.</summary>
    public required string Customer { get; init; }

    /// <summary>The name last told; null: never told.</summary>
    public string? Name { get; init; }

    /// <summary>The segment last told; null: never told.</summary>
    public string? Segment { get; init; }

    /// <summary>Identifiers of the organisation as last told, written <c>type:value</c>; empty: never told.</summary>
    public required IReadOnlyList<string> Account { get; init; }

    /// <summary>When the first event occurred; null: none yet.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>When the newest event occurred, our own decisions not counted; null: none yet.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Number of events.</summary>
    public long Events { get; init; }

    /// <summary>Events by type.</summary>
    public required Tally EventsByType { get; init; }

    /// <summary>Events by channel.</summary>
    public required Tally EventsByChannel { get; init; }

    /// <summary>Cases: the newest open ones, and counts.</summary>
    public required CasesAnswer Cases { get; init; }

    /// <summary>What went well and badly in cases.</summary>
    public required CaseRecord CaseRecord { get; init; }

    /// <summary>Promises: the newest open ones, and counts.</summary>
    public required OpenPromises Promises { get; init; }

    /// <summary>What became of orders.</summary>
    public required OrderRecord Orders { get; init; }

    /// <summary>Value tier at the newest event.</summary>
    public ValueTier ValueTier { get; init; }

    /// <summary>Spend of the year before the moment of asking, in rough euros; null: nothing is known of what the customer spends.</summary>
    public decimal? YearlySpend { get; init; }

    /// <summary>The newest survey answer; null: none.</summary>
    public RatingGiven? LastRating { get; init; }

    /// <summary>The newest complaint; null: none.</summary>
    public Mention? LastComplaint { get; init; }

    /// <summary>When the customer last came to us; null: never.</summary>
    public DateTimeOffset? LastInboundAt { get; init; }

    /// <summary>When we last went to the customer of our own accord; null: never.</summary>
    public DateTimeOffset? LastOutboundAt { get; init; }

    /// <summary>Messages of the 30 days before the newest event, oldest first; the newest 32 at most.</summary>
    public required IReadOnlyList<Mention> RecentMessages { get; init; }

    /// <summary>The answer, as of a moment.</summary>
    public static ProfileAnswer Of(CustomerProfile row, DateTimeOffset asOf) => new()
    {
        Customer = row.Customer,
        Name = row.Name,
        Segment = row.Segment,
        Account = row.Account,
        FirstSeen = row.FirstSeen,
        LastSeen = row.LastSeen,
        Events = row.Events,
        EventsByType = row.EventsByType,
        EventsByChannel = row.EventsByChannel,
        Cases = new CasesAnswer(row.Cases.Open, row.Cases.OpenCount, row.Cases.Opened, row.Cases.Closed),
        CaseRecord = row.CaseRecord,
        Promises = row.Promises,
        Orders = row.Orders,
        ValueTier = row.ValueTier,
        YearlySpend = row.Value.Known ? row.Value.YearlySpend(asOf) : null,
        LastRating = row.LastRating,
        LastComplaint = row.LastComplaint,
        LastInboundAt = row.LastInboundAt,
        LastOutboundAt = row.LastOutboundAt,
        RecentMessages = row.RecentMessages,
    };
}

/// <summary>Cases of a customer.</summary>
/// <param name="Open">The newest open ones, in the order they began; at most 100.</param>
/// <param name="OpenCount">How many are open, older ones included.</param>
/// <param name="Opened">How many ever began, with those that began again.</param>
/// <param name="Closed">How many ever ended.</param>
public sealed record CasesAnswer(IReadOnlyList<OpenCase> Open, long OpenCount, long Opened, long Closed);
