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
}
