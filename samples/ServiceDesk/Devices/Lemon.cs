using JourneyStore.Engine.Signals;
using JourneyStore.Events;

namespace ServiceDesk.Devices;

/// <summary>What the signal remembers: the newest 20 failures, oldest first.</summary>
public sealed record LemonState
{
    public List<Contribution> Failures { get; init; } = [];
}

/// <summary>How unlucky a customer is with devices: failures of the last 60 days, each worth half after 20. Labels: <c>none</c>, <c>some</c>,
/// <c>lemon</c> from 2.</summary>
public sealed class Lemon : Signal<LemonState>
{
    private const int Most = 20;
    private static readonly TimeSpan Window = TimeSpan.FromDays(60);
    private static readonly HalfLife Decay = new(TimeSpan.FromDays(20));

    public override string Name => "lemon";

    public override string Describes => "Failures of devices in 60 days, each worth half after 20: from 0; lemon from 2.";

    public override LemonState Start() => new();

    public override LemonState Apply(LemonState state, JourneyEvent @event)
    {
        if (@event.Body is not DeviceFailed) return state;
        state.Failures.Add(new Contribution(@event.Id, @event.Position, @event.OccurredAt, 1, @event.Title));
        if (state.Failures.Count > Most) state.Failures.RemoveAt(0);
        return state;
    }

    public override SignalValue Read(LemonState state, DateTimeOffset asOf)
    {
        Contribution[] left =
        [
            .. from failure in state.Failures
               where asOf - failure.OccurredAt <= Window
               let points = Decay.Left(failure.Points, failure.OccurredAt, asOf)
               orderby points descending
               select failure with { Points = points },
        ];
        var value = left.Sum(failure => failure.Points);
        return new SignalValue(Name, value, left.Length == 0 ? "none" : value < 2 ? "some" : "lemon", left.LastOrDefault()?.OccurredAt, left, asOf);
    }
}
