namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>What is asked and told of checkpoints outside appends, for the inline views of a store.</summary>
/// <param name="views">The inline views, by name.</param>
internal sealed class CheckpointStatements(IReadOnlyList<ViewTable> views)
{
    public IReadOnlyList<ViewTable> Views => views;

    public FindCheckpoint Find { get; } = new(views);

    public PlanSettlement Plan { get; } = new(views);

    public WriteCheckpoints Write { get; } = new(views);

    public DropStale Stale { get; } = new(views);
}
