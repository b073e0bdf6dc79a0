using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Cases;

namespace JourneyStore.Signals;

/// <summary>A missed service level.</summary>
/// <param name="EventId">The producer's id.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When it occurred.</param>
/// <param name="What">One line that tells what happened.</param>
[JsonConverter(typeof(CompactJson<BreachSeen>))]
public sealed record BreachSeen(string EventId, long Position, DateTimeOffset At, string What) : ICompact<BreachSeen>
{
    /// <inheritdoc />
    public void WriteValues(Utf8JsonWriter json)
    {
        json.WriteStringValue(EventId);
        json.WriteNumberValue(Position);
        json.WriteMoment(At);
        json.WriteStringValue(What);
    }

    /// <inheritdoc />
    public static BreachSeen ReadValues(ref Utf8JsonReader json) => new(json.NextText()!, json.NextNumber(), json.NextMoment(), json.NextText()!);
}

/// <summary>Missed service levels of one day that are no longer kept one by one.</summary>
/// <param name="Newest">When the newest of them occurred.</param>
/// <param name="Count">How many.</param>
public sealed record BreachDay(DateTimeOffset Newest, long Count);

/// <summary>State of the signal <c>sla-breaches</c>: the newest one by one, older ones by day; nothing beyond 90 days.</summary>
public sealed record SlaBreachState
{
    /// <summary>The newest, oldest first; at most <see cref="SlaBreaches.MostKept"/>.</summary>
    public List<BreachSeen> Newest { get; init; } = [];

    /// <summary>Older ones by day (UTC), oldest first; at most 91.</summary>
    public List<BreachDay> Older { get; init; } = [];
}

/// <summary>
/// How many service levels the customer saw missed in the last 90 days. A count from 0; each event counts 1. Labels: <c>none</c>,
/// <c>some</c> from 1, <c>many</c> from 3. Of more than 16, the older ones leave the window by day and not by minute.
/// </summary>
public sealed class SlaBreaches : Signal<SlaBreachState>
{
    /// <summary>How far back it counts: 90 days.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(90);

    /// <summary>From this count on: many.</summary>
    public const int Many = 3;

    /// <summary>Most events kept one by one.</summary>
    public const int MostKept = 16;

    /// <inheritdoc />
    public override string Name => "sla-breaches";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override string Describes => "Service levels missed in the last 90 days: a count from 0; some from 1, many from 3.";

    /// <inheritdoc />
    public override SlaBreachState Start() => new();

    /// <inheritdoc />
    public override SlaBreachState Apply(SlaBreachState state, JourneyEvent @event)
    {
        if (@event.Body is not IBreachesSla) return state;
        var oldest = @event.OccurredAt - Window;
        state.Newest.RemoveAll(b => b.At < oldest);
        state.Older.RemoveAll(d => d.Newest < oldest);
        state.Newest.Add(new BreachSeen(@event.Id, @event.Position, @event.OccurredAt, @event.Title));
        if (state.Newest.Count <= MostKept) return state;
        var leaving = state.Newest[0];
        state.Newest.RemoveAt(0);
        if (state.Older.Count > 0 && state.Older[^1].Newest.UtcDateTime.Date == leaving.At.UtcDateTime.Date)
            state.Older[^1] = new BreachDay(leaving.At, state.Older[^1].Count + 1);
        else state.Older.Add(new BreachDay(leaving.At, 1));
        return state;
    }

    /// <inheritdoc />
    public override SignalValue Read(SlaBreachState state, DateTimeOffset asOf)
    {
        var oldest = asOf - Window;
        var days = state.Older.Where(d => d.Newest >= oldest).ToList();
        var rest = days.Count == 0 ? null : new Contribution(null, null, days[^1].Newest, days.Sum(d => d.Count), "older ones together");
        var contributions = HeaviestFirst.Order(
            state.Newest.Where(b => b.At >= oldest).Select(b => new Contribution(b.EventId, b.Position, b.At, 1, b.What)), rest);
        var count = contributions.Sum(c => c.Points);
        DateTimeOffset? since = count == 0 ? null : days.Count > 0 ? days[0].Newest : contributions[^1].OccurredAt;
        return new SignalValue(Name, count, count == 0 ? "none" : count < Many ? "some" : "many", since, contributions, asOf);
    }
}
