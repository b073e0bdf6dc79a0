namespace JourneyStore.Engine.Reactions;

/// <summary>How handlers of stored events are run.</summary>
public sealed record ReactionOptions
{
    /// <summary>
    /// Pauses after the first failures, in place: what is only a blink of the other side's is tried again at once. Default 50 and 250 ms.
    /// </summary>
    public IReadOnlyList<TimeSpan> QuickPauses { get; init; } = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250)];

    /// <summary>
    /// Pauses after the failures that follow, while the customer's later events wait and everybody else's go on; after the last, the event goes to
    /// the dead letters. Default: eleven, from 1 second to 5 minutes, 19 minutes together. At most 25.
    /// </summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } =
        [.. new[] { 1, 2, 4, 8, 16, 32, 64, 128, 300, 300, 300 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>How long a handler has for one event; one that names no time of its own. Default 30 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many events a subscription takes at once, and may have to deliver again after a crash. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>How many customers a handler works for at the same time, in one process. Default 16.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>How long the others of a page wait for its slowest customer, who is then left behind to follow by itself. Default 2 s.</summary>
    public TimeSpan PagePatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many customers of one reaction may be behind, waiting for their next try, before its subscription waits for some of them: then it is not
    /// they that cannot be told, but the other side that hears nobody. Default 1,000.
    /// </summary>
    public int MostBehind { get; init; } = 1_000;

    /// <summary>How long a handler has for an event until it is given up on, should it not heed the end of its time.</summary>
    internal TimeSpan HardLimit => (Patience * (QuickPauses.Count + 1)) + QuickPauses.Aggregate(TimeSpan.FromSeconds(5), (sum, pause) => sum + pause);

    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Pauses.Count, 25, nameof(Pauses));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(QuickPauses.Count, 25, nameof(QuickPauses));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Patience, TimeSpan.Zero, nameof(Patience));
        ArgumentOutOfRangeException.ThrowIfLessThan(PageSize, 1, nameof(PageSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(AtOnce, 1, nameof(AtOnce));
        ArgumentOutOfRangeException.ThrowIfLessThan(MostBehind, 1, nameof(MostBehind));
    }
}
