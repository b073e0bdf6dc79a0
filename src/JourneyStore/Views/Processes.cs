using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Decisions;

namespace JourneyStore.Views;

/// <summary>How one case has gone so far: what the view <c>processes</c> remembers of it. Immutable.</summary>
public sealed record CaseCourse
{
    /// <summary>When it was opened: the first <c>opened</c>, or else the first event; null before that.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>True once an event said that it opened the case.</summary>
    public bool SaidOpened { get; init; }

    /// <summary>The priority it has now; null: never said.</summary>
    public string? Priority { get; init; }

    /// <summary>True once a service level was missed.</summary>
    public bool Breached { get; init; }

    /// <summary>True once it was handed over.</summary>
    public bool Reassigned { get; init; }

    /// <summary>True once it came back.</summary>
    public bool Reopened { get; init; }

    /// <summary>True once it was escalated.</summary>
    public bool Escalated { get; init; }

    /// <summary>The newest resolution; null: none.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The newest closing; null: none.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The course after one more event.</summary>
    public CaseCourse After(JourneyEvent @event)
    {
        var opensNow = !SaidOpened && @event.Body is IOpensCase;
        return this with
        {
            OpenedAt = opensNow ? @event.OccurredAt : OpenedAt ?? @event.OccurredAt,
            SaidOpened = SaidOpened || opensNow,
            Priority = (@event.Body as ISetsPriority)?.Priority ?? Priority,
            Breached = Breached || @event.Body is IBreachesSla,
            Reassigned = Reassigned || @event.Body is IReassignsCase,
            Reopened = Reopened || @event.Body is IReopensCase,
            Escalated = Escalated || @event.Body is IEscalatesCase,
            ResolvedAt = @event.Body is IResolvesCase ? @event.OccurredAt : ResolvedAt,
            ClosedAt = @event.Body is IClosesCase ? @event.OccurredAt : ClosedAt,
        };
    }

    /// <summary>What a case of this course adds to the row of its process.</summary>
    public ProcessRow RowOf(string process) => new()
    {
        Process = process,
        Cases = 1,
        Breached = Breached ? 1 : 0,
        Reassigned = Reassigned ? 1 : 0,
        Reopened = Reopened ? 1 : 0,
        Escalated = Escalated ? 1 : 0,
        OpenToResolved = ResolvedAt is { } resolved ? Durations.Of(resolved - OpenedAt!.Value) : Durations.None,
        OpenToClosed = ClosedAt is { } closed ? Durations.Of(closed - OpenedAt!.Value) : Durations.None,
        ByPriority = [new PriorityCount(Priority ?? "", 1, Breached ? 1 : 0)],
    };
}

/// <summary>
/// The view <c>processes</c>: outcomes of all cases by process. A case counts by what it has come to: when its course changes, what it
/// had added is taken back and what it adds now is added, so a case that changes its priority moves from one to the other.
/// </summary>
public sealed class ProcessesProjection : AggregateProjection<CaseCourse, ProcessRow>, IShown
{
    /// <inheritdoc />
    public override string Name => "processes";

    /// <inheritdoc />
    public override string Describes =>
        "Outcomes of every process: cases, missed service levels, hand-overs, reopenings, times to resolve and close, by priority.";

    /// <inheritdoc />
    public override string Version => "2";

    /// <inheritdoc />
    public override Grouping Grouping => Grouping.Case;

    /// <inheritdoc />
    public override CaseCourse Start() => new();

    /// <inheritdoc />
    public override CaseCourse Apply(CaseCourse state, JourneyEvent @event, Emit<ProcessRow> emit)
    {
        if (@event.Process is not { } process || @event.Body is IOwnRecord) return state;
        var after = state.After(@event);
        if (after == state) return state;
        var now = after.RowOf(process);
        emit(RowKey.Of(process), state.OpenedAt is null ? now : now.Plus(state.RowOf(process).Negated()));
        return after;
    }

    /// <inheritdoc />
    public override ProcessRow Add(ProcessRow? row, ProcessRow delta) => row is null ? delta : row.Plus(delta);

    /// <inheritdoc />
    public override ProcessRow Negate(ProcessRow delta) => delta.Negated();

    /// <inheritdoc />
    public override bool IsEmpty(ProcessRow row) => row.SaysNothing();

    /// <inheritdoc />
    public object Show(object row, DateTimeOffset asOf) => ProcessAnswer.Of((ProcessRow)row);
}
