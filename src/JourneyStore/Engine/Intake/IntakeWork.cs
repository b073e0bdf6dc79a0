using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>A request's events, which one committer handles in one transaction, in whole or not at all.</summary>
internal sealed class IntakeWork(IReadOnlyList<AcceptedEvent> events, long? expectedVersion, CustomerMark? basis = null)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;
    private int state;
    private readonly TaskCompletionSource<AppendResult[]> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<AcceptedEvent> Events => events;

    public long? ExpectedVersion => expectedVersion;

    /// <summary>What the events rest on: they are stored only as the next ones of a customer who still stands there. Null: on nothing.</summary>
    public CustomerMark? Basis => basis;

    /// <summary>Ends after the commit, with one result an event.</summary>
    public Task<AppendResult[]> Done => done.Task;

    /// <summary>True when no other work may be in its batch.</summary>
    public bool IsAlone => events[0].Split is not null;

    public long Bytes { get; } = events.Sum(e => (long)e.Bytes);

    /// <summary>A committer takes it; false: nobody waits for it any more.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref state, Begun, Waiting) == Waiting;

    /// <summary>Nobody waits for it any more; false: it is at work already, so its events may be stored all the same.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref state, GivenUp, Waiting) == Waiting;

    public void Complete(AppendResult[] results) => done.TrySetResult(results);

    public void Fail(Exception exception) => done.TrySetException(exception);
}
