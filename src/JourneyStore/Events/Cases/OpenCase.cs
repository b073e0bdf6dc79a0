namespace JourneyStore.Events.Cases;

/// <summary>A case of a customer that is not over.</summary>
public sealed record OpenCase
{
    /// <summary>The process; null: the events do not say.</summary>
    public string? Process { get; init; }

    /// <summary>The instance of the process.</summary>
    public required string CaseId { get; init; }

    /// <summary>When it began, or began again.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Kind of matter; null: not said.</summary>
    public string? Category { get; set; }

    /// <summary>The newest step.</summary>
    public string LastStep { get; set; } = "";

    /// <summary>When the newest step occurred.</summary>
    public DateTimeOffset LastStepAt { get; set; }

    /// <summary>The producer's id of the newest step's event.</summary>
    public string LastEventId { get; set; } = "";

    /// <summary>Place of the newest step's event in the log.</summary>
    public long LastPosition { get; set; }

    /// <summary>State in the producer's words; null: never said.</summary>
    public string? State { get; set; }

    /// <summary>Priority in the producer's words; null: never said.</summary>
    public string? Priority { get; set; }

    /// <summary>The person who answers for it; null: nobody, or never said.</summary>
    public string? Assignee { get; set; }

    /// <summary>The team or queue that answers for it; null: never said.</summary>
    public string? Group { get; set; }

    /// <summary>True once a service level was missed.</summary>
    public bool Breached { get; set; }

    /// <summary>Hand-overs seen.</summary>
    public int Reassignments { get; set; }

    /// <summary>Times it came back.</summary>
    public int Reopens { get; set; }

    /// <summary>Since when work has been paused; null: it is not.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Who is waited for while paused; null: not paused, or not said.</summary>
    public string? WaitingFor { get; set; }

    /// <summary>When it was settled; null: it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>True while the customer, and nobody else, is waited for.</summary>
    public bool WaitsForCustomer() => WaitingSince is not null && string.Equals(WaitingFor, "customer", StringComparison.OrdinalIgnoreCase);

    /// <summary>For a fold that looks only at steps and waits: the rest would be stored with every event for nothing.</summary>
    internal void ForgetAllButSteps()
    {
        (Category, State, Priority, Assignee, Group) = (null, null, null, null, null);
        (Breached, Reassignments, Reopens) = (false, 0, 0);
    }

    /// <summary>Takes one more event of the case.</summary>
    internal void Take(JourneyEvent @event)
    {
        LastStep = @event.Step;
        LastStepAt = @event.OccurredAt;
        LastEventId = @event.Id;
        LastPosition = @event.Position;
        var body = @event.Body;
        if (body is IOpensCase { Category: { } category }) Category = category;
        if (body is ISetsPriority { Priority: { } priority }) Priority = priority;
        if (body is ISetsState { State: { } state }) State = state;
        // Told neither person nor team: a hand-over went to somebody unknown, anything else leaves the case where it is.
        if (body is IAssignsCase assigned && (body is IReassignsCase || (assigned.Assignee ?? assigned.Group) is not null))
            (Assignee, Group) = (assigned.Assignee, assigned.Group ?? Group);
        if (body is IReassignsCase) Reassignments++;
        if (body is IBreachesSla) Breached = true;
        if (body is IPausesCase pause) (WaitingSince, WaitingFor) = (WaitingSince ?? @event.OccurredAt, pause.WaitingFor);
        if (body is IResumesCase or IResolvesCase or IReopensCase) (WaitingSince, WaitingFor) = (null, null);
        if (body is IResolvesCase) ResolvedAt = @event.OccurredAt;
        if (body is not IReopensCase) return;
        Reopens++;
        ResolvedAt = null;
    }
}
