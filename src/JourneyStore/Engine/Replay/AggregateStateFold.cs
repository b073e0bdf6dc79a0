using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Replay;

/// <summary>States of the groups of a view across customers; what whole groups emit is summed up.</summary>
internal sealed class AggregateStateFold : GroupFold
{
    private readonly IAggregateProjection view;
    private readonly RowDeltas emitted;
    private readonly Emit<object> emit;
    private object? state;

    public AggregateStateFold(IAggregateProjection view, FoldScope scope) : base(scope)
    {
        (this.view, emitted, Sums) = (view, new RowDeltas(view), new RowDeltas(view));
        emit = (key, delta) => emitted.Add(Group.Tenant, key, delta);
    }

    /// <summary>What the groups so far add to rows.</summary>
    public RowDeltas Sums { get; }

    public override IReadOnlyList<ViewWrite> WriteSums() =>
        [.. Sums.All.Select(sum => new ViewWrite(sum.Key.Tenant, sum.Key.Key, view.WriteRow(sum.Value), 0))];

    protected override void Start()
    {
        state = null;
        emitted.Clear();
    }

    protected override void Apply(JourneyEvent @event) => state = view.Apply(state ?? view.Start(), @event, emit);

    protected override byte[] Write() => view.WriteState(state!);

    // Only whole groups count: of one that is parked the rows hold nothing.
    protected override void Keep() => Sums.Add(emitted);
}
