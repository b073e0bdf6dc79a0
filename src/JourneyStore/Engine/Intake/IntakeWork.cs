namespace JourneyStore.Engine.Intake;

/// <summary>The part of a request that one committer handles, in whole or not at all in one transaction.</summary>
internal sealed class IntakeWork(IReadOnlyList<AcceptedEvent> events, long? expectedVersion)
{
    private readonly TaskCompletionSource<AppendResult[]> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<AcceptedEvent> Events => events;

    public long? ExpectedVersion => expectedVersion;

    /// <summary>Ends after the commit, with one result an event.</summary>
    public Task<AppendResult[]> Done => done.Task;

    public long Bytes { get; } = events.Sum(e => (long)e.Bytes);

    public void Complete(AppendResult[] results) => done.TrySetResult(results);

    public void Fail(Exception exception) => done.TrySetException(exception);
}
