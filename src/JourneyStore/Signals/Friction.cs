using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Orders;

namespace JourneyStore.Signals;

/// <summary>An event that added friction.</summary>
/// <param name="EventId">The producer's id.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When it occurred.</param>
/// <param name="Points">Points at that moment, before any weight.</param>
/// <param name="What">One line that tells what happened.</param>
[JsonConverter(typeof(CompactJson<FrictionMark>))]
public sealed record FrictionMark(string EventId, long Position, DateTimeOffset At, double Points, string What) : ICompact<FrictionMark>
{
    /// <inheritdoc />
    public void WriteValues(Utf8JsonWriter json)
    {
        json.WriteStringValue(EventId);
        json.WriteNumberValue(Position);
        json.WriteMoment(At);
        json.WriteNumberValue(Points);
        json.WriteStringValue(What);
    }

    /// <inheritdoc />
    public static FrictionMark ReadValues(ref Utf8JsonReader json) =>
        new(json.NextText()!, json.NextNumber(), json.NextMoment(), json.NextAmount(), json.NextText()!);
}

/// <summary>State of the signal <c>friction</c>: the heaviest marks one by one, the others as one decaying sum.</summary>
public sealed record FrictionState
{
    /// <summary>The heaviest marks as they weigh today; their order among each other never changes, because all decay alike.</summary>
    public List<FrictionMark> Heaviest { get; init; } = [];

    /// <summary>Points of all other marks, as they stood at <see cref="RestAt"/>.</summary>
    public double Rest { get; set; }

    /// <summary>When the newest of the other marks occurred.</summary>
    public DateTimeOffset RestAt { get; set; }

    /// <summary>Points of all marks, as they stood at <see cref="At"/>, before any weight.</summary>
    public double Sum { get; set; }

    /// <summary>When the newest event occurred.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Since when the value has been at strained or above, as far as events tell; null: it was not at the newest event.</summary>
    public DateTimeOffset? StrainedSince { get; set; }

    /// <summary>Since when the value has been at critical, as far as events tell; null: it was not at the newest event.</summary>
    public DateTimeOffset? CriticalSince { get; set; }

    /// <summary>What the customer is worth, for the weight.</summary>
    public CustomerValue Value { get; init; } = new();
}

/// <summary>
/// How hard it has lately been to be this customer: every event that is <see cref="IFriction"/> adds its <see cref="FrictionPoints"/>,
/// which halve every 14 days; the sum is weighted by the customer's value tier. Points, from 0 without bound. Labels: <c>calm</c> below 8
/// (one complaint), <c>strained</c> from 8, <c>critical</c> from 20.
/// </summary>
public sealed class Friction : Signal<FrictionState>
{
    /// <summary>From this value on: strained.</summary>
    public const double Strained = 8;

    /// <summary>From this value on: critical.</summary>
    public const double Critical = 20;

    /// <summary>
    /// The least points that are told of one event; what has decayed to less is told together with the rest, and is nothing when all of it is less.
    /// </summary>
    public const double Nothing = 0.0001;

    /// <summary>Most marks kept one by one.</summary>
    public const int MostMarks = 16;

    private static readonly HalfLife Decay = new(FrictionPoints.HalfLife);

    /// <inheritdoc />
    public override string Name => "friction";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override string Describes =>
        "How hard it has lately been to be this customer: points from 0, halving every 14 days, weighted by value; "
        + "strained from 8, critical from 20.";

    /// <inheritdoc />
    public override FrictionState Start() => new();

    /// <inheritdoc />
    public override FrictionState Apply(FrictionState state, JourneyEvent @event)
    {
        var now = @event.OccurredAt;
        state.Sum = Decay.Left(state.Sum, state.At, now);
        state.At = now;
        var before = state.Sum * FrictionPoints.Weight(state.Value.TierAt(now));
        state.Value.Apply(@event);
        var points = FrictionPoints.Of(@event);
        if (points > 0) Keep(state, new FrictionMark(@event.Id, @event.Position, now, points, @event.Title));
        state.Sum += points;
        var after = state.Sum * FrictionPoints.Weight(state.Value.TierAt(now));
        state.StrainedSince = Since(state.StrainedSince, Strained, before, after, now);
        state.CriticalSince = Since(state.CriticalSince, Critical, before, after, now);
        return state;
    }

    /// <inheritdoc />
    public override SignalValue Read(FrictionState state, DateTimeOffset asOf)
    {
        var tier = state.Value.TierAt(asOf);
        var weight = FrictionPoints.Weight(tier);
        var told = new List<Contribution>(state.Heaviest.Count + 1);
        var (rest, newest) = (weight * Decay.Left(state.Rest, state.RestAt, asOf), state.RestAt);
        foreach (var mark in state.Heaviest)
        {
            var points = weight * Decay.Left(mark.Points, mark.At, asOf);
            if (points >= Nothing) told.Add(new Contribution(mark.EventId, mark.Position, mark.At, points, mark.What));
            else (rest, newest) = (rest + points, mark.At > newest ? mark.At : newest);
        }
        var contributions = HeaviestFirst.Order(told, rest >= Nothing ? new Contribution(null, null, newest, rest, "older or lighter friction together") : null);
        var value = contributions.Sum(c => c.Points);
        return value switch
        {
            >= Critical => new SignalValue(Name, value, "critical", state.CriticalSince, contributions, asOf),
            >= Strained => new SignalValue(Name, value, "strained", state.StrainedSince, contributions, asOf),
            _ => new SignalValue(Name, value, "calm", null, contributions, asOf),
        };
    }

    private static void Keep(FrictionState state, FrictionMark mark)
    {
        state.Heaviest.Add(mark);
        if (state.Heaviest.Count <= MostMarks) return;
        var lightest = state.Heaviest.MinBy(m => Decay.Rank(m.Points, m.At))!;
        state.Heaviest.Remove(lightest);
        if (lightest.At > state.RestAt)
        {
            state.Rest = Decay.Left(state.Rest, state.RestAt, lightest.At) + lightest.Points;
            state.RestAt = lightest.At;
        }
        else state.Rest += Decay.Left(lightest.Points, lightest.At, state.RestAt);
    }

    // Between events the value only falls, so it rises to a label at an event or not at all.
    private static DateTimeOffset? Since(DateTimeOffset? since, double label, double before, double after, DateTimeOffset now) =>
        after < label ? null : before < label || since is null ? now : since;
}
