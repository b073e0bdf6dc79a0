using System.Globalization;
using System.Reflection;
using System.Text.Json;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;

namespace JourneyStore.Tests;

/// <summary>Writes down what happens to one customer, as the folds see it: positions rise, times never go back.</summary>
internal sealed class Story
{
    private readonly List<JourneyEvent> events = [];
    private DateTimeOffset now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<JourneyEvent> Events => events;

    public DateTimeOffset Now => now;

    public JourneyEvent Last => events[^1];

    public Story After(double days = 0, double hours = 0)
    {
        now += TimeSpan.FromDays(days) + TimeSpan.FromHours(hours);
        return this;
    }

    public Story Happens(IEventBody body, string? @case = null, string? process = "incident", string? channel = null, string? correlation = null) =>
        Add(body.GetType().GetCustomAttribute<EventTypeAttribute>()!.Name, body, @case, process, null, channel, correlation);

    public Story Step(string activity, string @case, string process = "helpdesk") => Add("activity", null, @case, process, activity, null, null);

    public TView View<TView>(CustomerProjection<TView> projection) where TView : class => events.Aggregate(projection.Start("c1"), projection.Apply);

    public SignalValue Read<TState>(Signal<TState> signal, DateTimeOffset? asOf = null) where TState : class =>
        signal.Read(events.Aggregate(signal.Start(), signal.Apply), asOf ?? now);

    /// <summary>A long life told by a seed: every kind of event, some days crowded and some empty.</summary>
    public static Story Random(int seed, int events, double hoursBetween = 9, int cases = 40)
    {
        var chance = new Chance(seed);
        var story = new Story();
        for (var i = 0; i < events; i++)
        {
            story.After(hours: chance.Below(4) == 0 ? 0 : chance.Below(1000) / 500.0 * hoursBetween);
            var @case = chance.Below(5) == 0 ? null : "C" + chance.Below(cases);
            if (chance.Below(6) == 0) story.Step("step " + chance.Below(400), @case ?? "C0");
            else story.Happens(SomeBody(chance), @case, channel: "channel " + chance.Below(40));
        }
        return story;
    }

    private static IEventBody SomeBody(Chance chance) => SomeBodies.All[chance.Below(SomeBodies.All.Count)](chance);

    private Story Add(string type, IEventBody? body, string? @case, string? process, string? activity, string? channel, string? correlation)
    {
        var number = events.Count + 1;
        events.Add(new JourneyEvent
        {
            Position = number * 10, Tenant = "t", Customer = "c1", Version = number, Source = "story",
            Id = string.Create(CultureInfo.InvariantCulture, $"e{number}"), Type = type, OccurredAt = now, RecordedAt = now, Process = process,
            CaseId = @case, Activity = activity, Channel = channel, CorrelationId = correlation, Body = body,
        });
        return this;
    }
}

/// <summary>A small generator that gives the same numbers for the same seed on every machine (xorshift64*, Vigna 2016).</summary>
internal sealed class Chance(int seed)
{
    private ulong state = (ulong)seed * 0x9E3779B97F4A7C15 + 1;

    public int Below(int limit)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return (int)((state * 0x2545F4914F6CDD1D >> 33) % (ulong)limit);
    }
}

/// <summary>A state as the store sees it: bytes, and back.</summary>
internal static class Stored
{
    public static byte[] Bytes<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, ViewJson.Options);

    public static T AndBack<T>(T state) => JsonSerializer.Deserialize<T>(Bytes(state), ViewJson.Options)!;
}
