namespace JourneyStore.Views;

/// <summary>How the cases of one process went: a row of the view <c>processes</c>, and what a case adds to it. Immutable.</summary>
public sealed record ProcessRow
{
    /// <summary>The row's key, made of the process (<see cref="RowKey"/>); what is set is not looked at.</summary>
    public string Id
    {
        get => RowKey.Of(Process);
        init { }
    }

    /// <summary>The process.</summary>
    public required string Process { get; init; }

    /// <summary>Cases.</summary>
    public long Cases { get; init; }

    /// <summary>Cases that missed a service level.</summary>
    public long Breached { get; init; }

    /// <summary>Cases that were ever handed over.</summary>
    public long Reassigned { get; init; }

    /// <summary>Cases that ever came back.</summary>
    public long Reopened { get; init; }

    /// <summary>Cases that were ever escalated.</summary>
    public long Escalated { get; init; }

    /// <summary>From opening to the newest resolution; its count is the number of cases that were resolved.</summary>
    public Durations OpenToResolved { get; init; } = Durations.None;

    /// <summary>From opening to the newest closing; its count is the number of cases that were closed.</summary>
    public Durations OpenToClosed { get; init; } = Durations.None;

    /// <summary>Cases by the priority that they have now, in ordinal order of the priority.</summary>
    public IReadOnlyList<PriorityCount> ByPriority { get; init; } = [];

    /// <summary>The sum of two rows of the same process.</summary>
    public ProcessRow Plus(ProcessRow other) => this with
    {
        Cases = Cases + other.Cases,
        Breached = Breached + other.Breached,
        Reassigned = Reassigned + other.Reassigned,
        Reopened = Reopened + other.Reopened,
        Escalated = Escalated + other.Escalated,
        OpenToResolved = OpenToResolved.Plus(other.OpenToResolved),
        OpenToClosed = OpenToClosed.Plus(other.OpenToClosed),
        ByPriority = PriorityCount.Merge(ByPriority, other.ByPriority),
    };

    /// <summary>What undoes the row.</summary>
    public ProcessRow Negated() => this with
    {
        Cases = -Cases, Breached = -Breached, Reassigned = -Reassigned, Reopened = -Reopened, Escalated = -Escalated,
        OpenToResolved = OpenToResolved.Negated(),
        OpenToClosed = OpenToClosed.Negated(),
        ByPriority = [.. ByPriority.Select(p => p with { Cases = -p.Cases, Breached = -p.Breached })],
    };

    /// <summary>True when the row says nothing.</summary>
    public bool SaysNothing() =>
        Cases == 0 && Breached == 0 && Reassigned == 0 && Reopened == 0 && Escalated == 0
        && OpenToResolved.IsNone() && OpenToClosed.IsNone() && ByPriority.Count == 0;
}

/// <summary>Cases of one priority.</summary>
/// <param name="Priority">The priority in the producer's words; empty: never said.</param>
/// <param name="Cases">Cases that have it now.</param>
/// <param name="Breached">Those of them that missed a service level.</param>
public sealed record PriorityCount(string Priority, long Cases, long Breached)
{
    /// <summary>Adds two lists; priorities that come to nothing are left out.</summary>
    public static IReadOnlyList<PriorityCount> Merge(IReadOnlyList<PriorityCount> left, IReadOnlyList<PriorityCount> right)
    {
        if (right.Count == 0) return left;
        return [.. left.Concat(right)
            .GroupBy(p => p.Priority, StringComparer.Ordinal)
            .Select(g => new PriorityCount(g.Key, g.Sum(p => p.Cases), g.Sum(p => p.Breached)))
            .Where(p => p.Cases != 0 || p.Breached != 0)
            .OrderBy(p => p.Priority, StringComparer.Ordinal)];
    }
}
