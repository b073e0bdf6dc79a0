using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Decisions;

namespace JourneyStore.Views;

/// <summary>Where a case stands: what the view <c>steps</c> remembers of it.</summary>
public sealed record CaseTrail
{
    /// <summary>The newest step; null before the first.</summary>
    public string? Step { get; set; }

    /// <summary>When it occurred.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Distinct steps so far, in the order they first occurred; at most <see cref="StepsProjection.MostSteps"/>.</summary>
    public List<string> Seen { get; init; } = [];
}

/// <summary>
/// The view <c>steps</c>: the map of every process, from all its cases. Each row is a step with its directly-follows edges. Our own
/// decisions are no steps: asking for one must not bend the map.
/// </summary>
public sealed class StepsProjection : AggregateProjection<CaseTrail, StepRow>, IShown
{
    /// <summary>
    /// Most distinct steps remembered of one case. Steps beyond are counted and followed all the same, but not as cases and rework.
    /// </summary>
    public const int MostSteps = 256;

    /// <inheritdoc />
    public override string Name => "steps";

    /// <inheritdoc />
    public override string Describes => "Every step of every process: how often, what follows and after how long, rework, missed service levels.";

    /// <inheritdoc />
    public override string Version => "2";

    /// <inheritdoc />
    public override Grouping Grouping => Grouping.Case;

    /// <inheritdoc />
    public override CaseTrail Start() => new();

    /// <inheritdoc />
    public override CaseTrail Apply(CaseTrail state, JourneyEvent @event, Emit<StepRow> emit)
    {
        if (@event.Process is not { } process || @event.Body is IOwnRecord) return state;
        var step = @event.Step;
        var first = !state.Seen.Contains(step);
        var remembered = !first || state.Seen.Count < MostSteps;
        var breach = @event.Body is IBreachesSla ? 1 : 0;
        if (state.Step is { } from)
        {
            var took = Durations.Of(@event.OccurredAt - state.At);
            emit(RowKey.Of(process, from), new StepRow
            {
                Process = process, Step = from, Ends = -1, Breaches = breach, UntilNext = took, Next = [new StepEdge(step, took)],
            });
        }
        emit(RowKey.Of(process, step), new StepRow
        {
            Process = process, Step = step, Count = 1, Ends = 1,
            Cases = first && remembered ? 1 : 0,
            Rework = first ? 0 : 1,
            Starts = state.Step is null ? 1 : 0,
            Breaches = state.Step is null ? breach : 0,
        });
        if (first && remembered) state.Seen.Add(step);
        (state.Step, state.At) = (step, @event.OccurredAt);
        return state;
    }

    /// <inheritdoc />
    public override StepRow Add(StepRow? row, StepRow delta) => row is null ? delta : row.Plus(delta);

    /// <inheritdoc />
    public override StepRow Negate(StepRow delta) => delta.Negated();

    /// <inheritdoc />
    public override bool IsEmpty(StepRow row) => row.SaysNothing();

    /// <inheritdoc />
    public object Show(object row, DateTimeOffset asOf) => StepAnswer.Of((StepRow)row);
}
