using System.Globalization;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Orders;

namespace JourneyStore.Views;

/// <summary>How much a customer needs care, and why: a row of the view <c>attention</c>.</summary>
public sealed record AttentionRow
{
    /// <summary>Our id of the customer.</summary>
    public required string Customer { get; init; }

    /// <summary>
    /// Orders customers by the friction they feel now, however long ago each row was written: log₂(score) + days / 14. 0 for a customer
    /// without friction, who comes last: every score since 1970 that still matters ranks far above.
    /// </summary>
    public double Rank { get; set; }

    /// <summary>Friction at <see cref="AsOf"/>, weighted by value; it halves every 14 days from then on.</summary>
    public double Score { get; set; }

    /// <summary>When the newest event occurred; null: none yet.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Value tier at <see cref="AsOf"/>.</summary>
    public ValueTier Tier { get; set; }

    /// <summary>Number of open cases.</summary>
    public long OpenCaseCount { get; set; }

    /// <summary>Why, in one to three plain sentences.</summary>
    public List<string> Because { get; set; } = [];

    /// <summary>The heaviest events, heaviest first; at most <see cref="AttentionProjection.MostMarks"/>.</summary>
    public List<AttentionMark> Heaviest { get; set; } = [];

    /// <summary>Friction at <see cref="AsOf"/> before any weight.</summary>
    public double Unweighted { get; set; }

    /// <summary>The cases, for their number.</summary>
    public OpenCases Cases { get; init; } = new();

    /// <summary>What the tier is reckoned from.</summary>
    public CustomerValue Value { get; init; } = new();
}

/// <summary>
/// What the view <c>attention</c> shows of a customer: rows are listed by <see cref="Score"/>, highest first, and all scores are as of one moment.
/// </summary>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="Score">Friction at <paramref name="AsOf"/>, weighted by value; 0: none.</param>
/// <param name="AsOf">The moment for which it was asked, the same for all rows of an answer.</param>
/// <param name="Tier">Value tier at the customer's newest event.</param>
/// <param name="OpenCaseCount">Number of open cases.</param>
/// <param name="Because">Why, in one to three plain sentences.</param>
/// <param name="Heaviest">The heaviest events, heaviest first.</param>
/// <param name="LastEventAt">When the newest event occurred; null: none yet.</param>
public sealed record AttentionAnswer(
    string Customer, double Score, DateTimeOffset AsOf, ValueTier Tier, long OpenCaseCount, IReadOnlyList<string> Because,
    IReadOnlyList<AttentionMark> Heaviest, DateTimeOffset? LastEventAt);

/// <summary>An event that asks for attention.</summary>
/// <param name="EventId">The producer's id.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="Points">Points at that moment, before decay and weight.</param>
/// <param name="What">One line that tells what happened.</param>
public sealed record AttentionMark(string EventId, long Position, DateTimeOffset OccurredAt, double Points, string What);

/// <summary>
/// The view <c>attention</c>: the customers who most need care now, first the one whose friction weighs most. Rows are never touched as
/// time passes: all scores decay by one half-life and so keep their order (see <see cref="HalfLife"/>). A tier reckoned from spend is the
/// one at the customer's newest event.
/// </summary>
public sealed class AttentionProjection : CustomerProjection<AttentionRow>, IShown
{
    /// <summary>Most events told one by one.</summary>
    public const int MostMarks = 5;

    private const int MostCases = 32;
    private static readonly HalfLife Decay = new(FrictionPoints.HalfLife);

    /// <inheritdoc />
    public override string Name => "attention";

    /// <inheritdoc />
    public override Freshness Freshness => Freshness.Async;

    /// <inheritdoc />
    public override string Describes =>
        "The customers who most need care now, highest score first, and why: friction as of the moment of asking, the same for all.";

    /// <inheritdoc />
    public override string? RankedBy => "rank";

    /// <inheritdoc />
    public override AttentionRow Start(string customer) => new() { Customer = customer };

    /// <inheritdoc />
    public override AttentionRow Apply(AttentionRow view, JourneyEvent @event)
    {
        var now = @event.OccurredAt;
        view.Cases.Apply(@event, MostCases);
        view.Value.Apply(@event);
        var points = FrictionPoints.Of(@event);
        view.Unweighted = Decay.Left(view.Unweighted, view.AsOf ?? now, now) + points;
        if (points > 0) Keep(view, new AttentionMark(@event.Id, @event.Position, now, points, @event.Title));
        view.AsOf = now;
        view.Tier = view.Value.TierAt(now);
        view.OpenCaseCount = view.Cases.OpenCount;
        view.Score = view.Unweighted * FrictionPoints.Weight(view.Tier);
        view.Rank = view.Score > 0 ? Math.Max(0, Decay.Rank(view.Score, now)) : 0;
        view.Because = Reasons(view);
        return view;
    }

    /// <inheritdoc />
    public object Show(object row, DateTimeOffset asOf)
    {
        var kept = (AttentionRow)row;
        // From the rank, so that the order is that of the numbers to the last digit. Less than a ten-thousandth of a point is nothing.
        var score = kept.Rank > 0 ? Math.Round(Decay.Score(kept.Rank, asOf), 4) : 0;
        return new AttentionAnswer(kept.Customer, score, asOf, kept.Tier, kept.OpenCaseCount, kept.Because, kept.Heaviest, kept.AsOf);
    }

    private static void Keep(AttentionRow view, AttentionMark mark)
    {
        view.Heaviest.Add(mark);
        var ordered = view.Heaviest.OrderByDescending(m => Decay.Rank(m.Points, m.OccurredAt)).ThenByDescending(m => m.Position);
        view.Heaviest = [.. ordered.Take(MostMarks)];
    }

    private static List<string> Reasons(AttentionRow view)
    {
        if (view.Heaviest.Count == 0) return ["Nothing has gone wrong for this customer."];
        var first = view.Heaviest[0];
        var reasons = new List<string> { $"Heaviest: {first.What}, on {EventTitle.Day(first.OccurredAt)}." };
        if (view.Heaviest.Count > 1)
        {
            var second = view.Heaviest[1];
            reasons.Add($"Then: {second.What}, on {EventTitle.Day(second.OccurredAt)}.");
        }
        var cases = view.OpenCaseCount switch
        {
            0 => "No open case",
            1 => "1 open case",
            var n => string.Create(CultureInfo.InvariantCulture, $"{n} open cases"),
        };
        var tier = view.Tier is ValueTier.Unknown or ValueTier.Standard ? "" : $"; {view.Tier.ToString().ToLowerInvariant()} customer";
        reasons.Add($"{cases}{tier}.");
        return reasons;
    }
}
