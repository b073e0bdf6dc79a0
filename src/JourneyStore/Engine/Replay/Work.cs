namespace JourneyStore.Engine.Replay;

/// <summary>Counts what long work has done and reports it now and then. Safe for many threads.</summary>
internal sealed class Work(string what, IProgress<WorkProgress>? progress)
{
    private const long ReportEvery = 1_000;
    private long done;

    public long Total { get; set; }

    public long Done => Interlocked.Read(ref done);

    public void OneMore()
    {
        var now = Interlocked.Increment(ref done);
        if (now % ReportEvery == 0) progress?.Report(new WorkProgress(what, now, Total));
    }

    /// <summary>What was done before is not to be done again.</summary>
    public void StartAt(long before) => Interlocked.Add(ref done, before);

    /// <summary>Says how far it is, whenever that was said last.</summary>
    public void Report() => progress?.Report(new WorkProgress(what, Done, Total));
}
