using JourneyStore.Events;

namespace JourneyStore.TestRooms;

/// <summary>The outside world as a test plays it: it remembers every call, and does with it what the test says. Shared by several hosts.</summary>
public sealed class Outside
{
    private readonly Lock gate = new();
    private readonly List<Call> calls = [];

    /// <summary>One call that came.</summary>
    public sealed record Call(string Who, JourneyEvent Event, Guid Key, int Try);

    /// <summary>What it does with a call; default: nothing, so that it succeeds.</summary>
    public Func<Call, CancellationToken, Task> Does { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>All calls so far, in their order.</summary>
    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    public Task TakeAsync(Call call, CancellationToken ct)
    {
        lock (gate) calls.Add(call);
        return Does(call, ct);
    }
}
