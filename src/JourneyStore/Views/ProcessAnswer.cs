namespace JourneyStore.Views;

/// <summary>What the view <c>processes</c> shows of a process.</summary>
/// <param name="Process">The process.</param>
/// <param name="Cases">Cases.</param>
/// <param name="Breached">Cases that missed a service level.</param>
/// <param name="Reassigned">Cases that were ever handed over.</param>
/// <param name="Reopened">Cases that ever came back.</param>
/// <param name="Escalated">Cases that were ever escalated.</param>
/// <param name="OpenToResolved">From opening to the newest resolution, of the cases that were resolved.</param>
/// <param name="OpenToClosed">From opening to the newest closing, of the cases that were closed.</param>
/// <param name="ByPriority">Cases by the priority that they have now, in ordinal order of the priority.</param>
public sealed record ProcessAnswer(
    string Process, long Cases, long Breached, long Reassigned, long Reopened, long Escalated, DurationsAnswer OpenToResolved,
    DurationsAnswer OpenToClosed,
    IReadOnlyList<PriorityCount> ByPriority)
{
    /// <summary>The answer.</summary>
    public static ProcessAnswer Of(ProcessRow row) => new(
        row.Process, row.Cases, row.Breached, row.Reassigned, row.Reopened, row.Escalated, DurationsAnswer.Of(row.OpenToResolved),
        DurationsAnswer.Of(row.OpenToClosed),
        row.ByPriority);
}
