using JourneyStore.Engine;
using JourneyStore.Engine.Reactions;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>The outside world as a test plays it: it remembers every call, and does with it what the test says. Shared by several engines.</summary>
public sealed class Outside
{
    private readonly Lock gate = new();
    private readonly List<Call> calls = [];

    /// <summary>One call that came.</summary>
    public sealed record Call(string Who, JourneyEvent Event, Guid Key, int Try);

    /// <summary>What it does with a call; default: nothing, so that it succeeds.</summary>
    public Func<Call, CancellationToken, Task> Does { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Which events are wanted; default: all.</summary>
    public Func<JourneyEvent, bool> Wants { get; set; } = _ => true;

    /// <summary>All calls so far, in their order.</summary>
    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    /// <summary>A reaction that calls it.</summary>
    /// <param name="who">Which process makes the call; not part of the reaction's name.</param>
    /// <param name="name">The reaction's name.</param>
    public Reaction Reaction(string who = "one", string name = "outside") => new Calling(this, who, name);

    private Task TakeAsync(Call call, CancellationToken ct)
    {
        lock (gate) calls.Add(call);
        return Does(call, ct);
    }

    [NotDiscovered]
    private sealed class Calling(Outside outside, string who, string name) : Reaction
    {
        public override string Name => name;

        public override string Describes => "Calls what a test plays.";

        public override bool Wants(JourneyEvent @event) => outside.Wants(@event);

        public override Task ReactAsync(JourneyEvent @event, ReactionContext context, CancellationToken ct) =>
            outside.TakeAsync(new Call(who, @event, context.IdempotencyKey, context.Try), ct);
    }
}
