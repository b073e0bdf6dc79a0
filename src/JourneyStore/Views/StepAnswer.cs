namespace JourneyStore.Views;

/// <summary>What the view <c>steps</c> shows of a step.</summary>
/// <param name="Process">The process.</param>
/// <param name="Step">The step: the activity, or else the event's type.</param>
/// <param name="Count">Times it occurred.</param>
/// <param name="Cases">Cases in which it occurred.</param>
/// <param name="Starts">Cases that began with it.</param>
/// <param name="Ends">Cases whose newest step it is.</param>
/// <param name="Rework">Times it occurred in a case that had had it before.</param>
/// <param name="Breaches">Service levels that were missed while a case stood at it.</param>
/// <param name="UntilNext">How long it took until the case's next step, whichever that was.</param>
/// <param name="Next">Steps that directly followed, in ordinal order.</param>
public sealed record StepAnswer(
    string Process, string Step, long Count, long Cases, long Starts, long Ends, long Rework, long Breaches, DurationsAnswer UntilNext,
    IReadOnlyList<NextStepAnswer> Next)
{
    /// <summary>The answer.</summary>
    public static StepAnswer Of(StepRow row) => new(
        row.Process, row.Step, row.Count, row.Cases, row.Starts, row.Ends, row.Rework, row.Breaches, DurationsAnswer.Of(row.UntilNext),
        [.. row.Next.Select(edge => new NextStepAnswer(edge.Step, DurationsAnswer.Of(edge.Took)))]);
}

/// <summary>A step that directly followed.</summary>
/// <param name="Step">The step.</param>
/// <param name="Took">How often it followed, and how long it took from the one step to the other.</param>
public sealed record NextStepAnswer(string Step, DurationsAnswer Took);
