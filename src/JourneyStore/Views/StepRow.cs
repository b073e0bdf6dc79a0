namespace JourneyStore.Views;

/// <summary>One step of one process across all cases: a row of the view <c>steps</c>, and what a case adds to it. Immutable.</summary>
public sealed record StepRow
{
    /// <summary>The row's key, made of process and step (<see cref="RowKey"/>); what is set is not looked at.</summary>
    public string Id
    {
        get => RowKey.Of(Process, Step);
        init { }
    }

    /// <summary>The process.</summary>
    public required string Process { get; init; }

    /// <summary>The step: the activity, or else the event's type.</summary>
    public required string Step { get; init; }

    /// <summary>Times it occurred.</summary>
    public long Count { get; init; }

    /// <summary>Cases in which it occurred.</summary>
    public long Cases { get; init; }

    /// <summary>Cases that began with it.</summary>
    public long Starts { get; init; }

    /// <summary>Cases whose newest step it is.</summary>
    public long Ends { get; init; }

    /// <summary>Times it occurred in a case that had had it before.</summary>
    public long Rework { get; init; }

    /// <summary>Service levels that were missed while a case stood at it.</summary>
    public long Breaches { get; init; }

    /// <summary>How long it took until the case's next step, whichever that was.</summary>
    public Durations UntilNext { get; init; } = Durations.None;

    /// <summary>Steps that directly followed, in ordinal order; one entry is an edge of the directly-follows graph.</summary>
    public IReadOnlyList<StepEdge> Next { get; init; } = [];

    /// <summary>The sum of two rows of the same step.</summary>
    public StepRow Plus(StepRow other) => this with
    {
        Count = Count + other.Count,
        Cases = Cases + other.Cases,
        Starts = Starts + other.Starts,
        Ends = Ends + other.Ends,
        Rework = Rework + other.Rework,
        Breaches = Breaches + other.Breaches,
        UntilNext = UntilNext.Plus(other.UntilNext),
        Next = StepEdge.Merge(Next, other.Next),
    };

    /// <summary>What undoes the row.</summary>
    public StepRow Negated() => this with
    {
        Count = -Count, Cases = -Cases, Starts = -Starts, Ends = -Ends, Rework = -Rework, Breaches = -Breaches,
        UntilNext = UntilNext.Negated(),
        Next = [.. Next.Select(e => e with { Took = e.Took.Negated() })],
    };

    /// <summary>True when the row says nothing.</summary>
    public bool SaysNothing() =>
        Count == 0 && Cases == 0 && Starts == 0 && Ends == 0 && Rework == 0 && Breaches == 0 && UntilNext.IsNone() && Next.Count == 0;
}

/// <summary>An edge of the directly-follows graph.</summary>
/// <param name="Step">The step that followed.</param>
/// <param name="Took">How often, and how long it took from the one step to the other.</param>
public sealed record StepEdge(string Step, Durations Took)
{
    /// <summary>Adds two lists in ordinal order of the steps; edges that come to nothing are left out.</summary>
    public static IReadOnlyList<StepEdge> Merge(IReadOnlyList<StepEdge> left, IReadOnlyList<StepEdge> right)
    {
        if (right.Count == 0) return left;
        if (left.Count == 0) return right;
        var merged = new List<StepEdge>(left.Count + 1);
        for (int i = 0, j = 0; i < left.Count || j < right.Count;)
        {
            var order = i == left.Count ? 1 : j == right.Count ? -1 : string.CompareOrdinal(left[i].Step, right[j].Step);
            var edge = order switch
            {
                < 0 => left[i++],
                > 0 => right[j++],
                _ => left[i] with { Took = left[i++].Took.Plus(right[j++].Took) },
            };
            if (!edge.Took.IsNone()) merged.Add(edge);
        }
        return merged;
    }
}
